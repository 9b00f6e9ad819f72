// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.homeserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link Synapse} of this JVM, which is started for the first and stopped after the last. */
public final class Homeserver implements ParameterResolver {

    /** For JUnit. */
    public Homeserver() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Synapse.class;
    }

    @Override
    public Synapse resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Homeserver.class))
                .computeIfAbsent(Synapse.class, type -> start(), Synapse.class);
    }

    /** An empty folder that stays, for who wants to read the log. */
    public static Path folder() throws IOException {
        Path runs = Files.createDirectories(Path.of("target", "synapse-runs").toAbsolutePath());
        return Files.createTempDirectory(runs, "run");
    }

    private static Synapse start() {
        try {
            return Synapse.start(folder());
        } catch (Exception e) {
            throw new IllegalStateException("no homeserver", e);
        }
    }
}
