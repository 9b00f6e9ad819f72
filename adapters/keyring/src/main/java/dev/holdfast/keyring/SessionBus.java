// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the bus of the person's log-in listens: what {@code $DBUS_SESSION_BUS_ADDRESS} says (D-Bus specification, "Server
 * Addresses"), or else {@code $XDG_RUNTIME_DIR/bus}. Only sockets with a path are used: none of the network, and none of
 * Linux's abstract names, which the JDK cannot open.
 */
final class SessionBus {

    private static final String ADDRESS = "DBUS_SESSION_BUS_ADDRESS";
    private static final String RUNTIME = "XDG_RUNTIME_DIR";

    private SessionBus() {}

    /** @throws dev.holdfast.secrets.ProviderUnavailableException HF-0360 if there is none */
    static Path socket(Environment environment) {
        Optional<String> address = environment.get(ADDRESS);
        if (address.isPresent()) {
            return Stream.of(address.get().split(";", -1))
                    .flatMap(one -> path(one, environment).stream())
                    .findFirst()
                    .orElseThrow(() -> Problems.noBus("$" + ADDRESS + " names no socket with a path"));
        }
        return runtimeSocket(environment)
                .filter(Files::exists)
                .orElseThrow(() -> Problems.noBus("neither $" + ADDRESS + " nor $" + RUNTIME + "/bus is there"));
    }

    private static Optional<Path> path(String address, Environment environment) {
        if (!address.startsWith("unix:")) {
            return Optional.empty();
        }
        String[] pairs = address.substring("unix:".length()).split(",", -1);
        return Stream.of(pairs)
                .flatMap(pair -> path(pair.split("=", 2), environment).stream())
                .findFirst();
    }

    private static Optional<Path> path(String[] pair, Environment environment) {
        return switch (pair[0]) {
            case "path" -> pair.length == 2 ? toPath(unescaped(pair[1])) : Optional.empty();
            case "runtime" -> runtimeSocket(environment);
            default -> Optional.empty();
        };
    }

    private static Optional<Path> runtimeSocket(Environment environment) {
        return environment.get(RUNTIME).flatMap(directory -> toPath(directory + "/bus"));
    }

    private static Optional<Path> toPath(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** {@code %20} is a space. */
    private static String unescaped(String value) {
        byte[] in = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%' && isHex(in, i + 1) && isHex(in, i + 2)) {
                out.write(Character.digit(in[i + 1], 16) << 4 | Character.digit(in[i + 2], 16));
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static boolean isHex(byte[] in, int index) {
        return index < in.length && Character.digit(in[index], 16) >= 0;
    }
}
