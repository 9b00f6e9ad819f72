// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.keyring.OsKeyring;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.testkit.VaultProviderContract;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The contract of a vault, kept by gnome-keyring. It needs a process of its own, whose environment names the bus: {@link
 * OsKeyringTest} starts one.
 */
final class OsKeyringContract extends VaultProviderContract {

    /** The directory of the {@link Desktop} whose program this process is. */
    private static final String DIRECTORY = "holdfast.it.desktop";

    private Desktop desktop;

    @BeforeEach
    void logIn() throws Exception {
        Path directory = Path.of(System.getProperty(DIRECTORY));
        Files.deleteIfExists(directory.resolve("bus"));
        desktop = Desktop.in(directory).withKeyring().startBus().awaitKeyring();
    }

    @AfterEach
    void logOut() throws IOException {
        desktop.close();
    }

    @Override
    protected KeyProviderFactory factory() {
        return OsKeyring.of();
    }

    @Override
    protected void makeUnavailable() throws IOException {
        desktop.stop();
    }

    static String option(Path directory) {
        return "-D" + DIRECTORY + "=" + directory;
    }

    /** Runs it, and says how many tests there were and how many went well. */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(OsKeyringContract.class))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        PrintWriter errors = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        listener.getSummary().printFailuresTo(errors);
        System.out.println(listener.getSummary().getTestsFoundCount());
        System.out.println(listener.getSummary().getTestsSucceededCount());
    }
}
