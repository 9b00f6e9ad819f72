// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.testkit.VaultProviderContract;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The vault that the guide to key providers shows, compiled from the page, keeps its contract. */
class GuidesVaultContractTest extends VaultProviderContract {

    private static final Path GUIDE = Reactor.ROOT.resolve("docs/guides/key-providers.md");

    @TempDir
    private static Path output;

    private static URLClassLoader loader;
    private static Constructor<?> factory;

    private KeyServer server;

    @BeforeAll
    static void compile() throws Exception {
        try (SnippetCompiler compiler = new SnippetCompiler(output)) {
            Snippet vault = Snippet.of(GUIDE).stream()
                    .filter(snippet -> snippet.code().contains("implements VaultProvider"))
                    .findFirst()
                    .orElseThrow();
            URL[] classes = {compiler.compile(vault).toUri().toURL()};
            loader = new URLClassLoader(classes, SnippetWorld.class.getClassLoader());
            factory = loader.loadClass("Snippet$HttpVaultFactory").getDeclaredConstructor(URI.class);
            factory.setAccessible(true);
        }
    }

    @AfterAll
    static void unload() throws IOException {
        loader.close();
    }

    @BeforeEach
    void startTheServer() throws IOException {
        server = KeyServer.start();
    }

    @AfterEach
    void stopTheServer() {
        server.stop();
    }

    @Override
    protected KeyProviderFactory factory() throws Exception {
        return (KeyProviderFactory) factory.newInstance(server.address());
    }

    @Override
    protected void makeUnavailable() {
        server.stop();
    }
}
