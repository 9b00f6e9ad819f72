// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A root key in an environment variable, read whenever it is needed. */
final class EnvironmentFactory implements KeyProviderFactory {

    private static final String ID = "environment";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String variable;
    private final Function<String, Optional<String>> environment;

    /**
     * @param environment what is set, by name
     * @throws IllegalArgumentException if no variable can have the name
     */
    EnvironmentFactory(String variable, Function<String, Optional<String>> environment) {
        if (!NAME.matcher(variable).matches()) {
            throw new IllegalArgumentException("Not the name of an environment variable");
        }
        this.variable = variable;
        this.environment = environment;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.ENVIRONMENT;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        Log.LOGGER.log(
                Level.WARNING,
                "The root key of {0} comes from the environment variable {1}. Every process that this one starts inherits"
                        + " it; programs of the same user can read it; it may show in the settings of the service, in"
                        + " what a container''s manager tells and in reports of crashes. A system credential shows in"
                        + " none of these.",
                home.appId(),
                variable);
        return new Root();
    }

    private SecretBytes read() {
        byte[] text = environment
                .apply(variable)
                .orElseThrow(() -> Problems.noVariable(ID, variable))
                .getBytes(StandardCharsets.UTF_8);
        try {
            return new KeyMaterial(ID, variable).ofText(text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private final class Root implements RootProvider {

        @Override
        public SecretBytes root() {
            return read();
        }

        /** It keeps nothing. */
        @Override
        public void close() {}
    }
}
