// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity;

import java.net.URI;
import java.util.Locale;

/** Where a server's well-known file leads. */
public final class WellKnown {

    private WellKnown() {}

    /**
     * The address that the file of a server names, without a slash at its end. A password goes there: without encryption only
     * from a server that has none, to the same host or this machine.
     *
     * @throws dev.holdfast.storage.HoldfastException HF-0802 if it is none of the web, HF-0806 if it is not encrypted and
     *     elsewhere
     */
    public static URI follow(URI server, String address) {
        URI to = parsed(server, address);
        if (!isEncrypted(to) && (isEncrypted(server) || isElsewhere(to, server))) {
            throw Problems.downgraded(server);
        }
        return to;
    }

    private static boolean isElsewhere(URI to, URI server) {
        return !to.getHost().equalsIgnoreCase(server.getHost()) && !isThisMachine(to);
    }

    private static boolean isThisMachine(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT).matches("localhost|127\\.[0-9.]+|\\[::1\\]");
    }

    private static URI parsed(URI server, String address) {
        URI to;
        try {
            to = URI.create(address.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw Problems.noMatrix(server);
        }
        if (to.getHost() == null || !(isEncrypted(to) || isScheme(to, "http"))) {
            throw Problems.noMatrix(server);
        }
        return to;
    }

    private static boolean isEncrypted(URI uri) {
        return isScheme(uri, "https");
    }

    private static boolean isScheme(URI uri, String scheme) {
        return uri.getScheme() != null
                && uri.getScheme().toLowerCase(Locale.ROOT).equals(scheme);
    }
}
