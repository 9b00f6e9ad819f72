// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Which server a person means. */
record ServerAddress(CommandLine command) {

    /** The named one, else the one that the user's id names. */
    URI of(String user, Optional<String> server) {
        return server.map(this::checked).orElseGet(() -> ofUser(user));
    }

    private URI ofUser(String user) {
        int colon = user.indexOf(':');
        if (!user.startsWith("@") || colon < 0) {
            throw new ParameterException(command, "Which server? USER is @name:server, or there is --server.");
        }
        return checked("https://" + user.substring(colon + 1));
    }

    /** A password goes there: in the clear only to this machine. */
    private URI checked(String address) {
        URI uri = parsed(address);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !scheme.matches("https?") || uri.getUserInfo() != null) {
            throw notOne(address);
        }
        if (scheme.equals("http") && !uri.getHost().matches("localhost|127\\.[0-9.]+|\\[::1\\]")) {
            throw new ParameterException(command, "http:// would show the password to the network: use https://");
        }
        return uri;
    }

    private URI parsed(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw notOne(address);
        }
    }

    /** Does not quote a password. */
    private ParameterException notOne(String address) {
        String quoted = address.contains("@") ? "no user is in it" : Plain.of(address);
        return new ParameterException(command, "No address of a server, such as https://example.org: " + quoted);
    }
}
