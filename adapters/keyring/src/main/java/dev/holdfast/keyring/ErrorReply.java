// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.IOException;
import java.util.List;

/** A call that the bus or the service answered with an error. Its text is not kept: nobody knows what it tells. */
final class ErrorReply extends IOException {

    private static final long serialVersionUID = 1L;

    private final String name;

    /** @param name such as {@code org.freedesktop.DBus.Error.ServiceUnknown} */
    ErrorReply(String name) {
        super(name.matches("[A-Za-z0-9_.]{1,255}") ? name : "an error without a name");
        this.name = name;
    }

    /** Whether it is of this name, or one of several. */
    boolean isOf(String... names) {
        return List.of(names).contains(name);
    }

    /** Whether its name begins so. */
    boolean isUnder(String prefix) {
        return name.startsWith(prefix);
    }
}
