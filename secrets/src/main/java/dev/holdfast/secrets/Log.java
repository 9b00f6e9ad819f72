// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/** Where this package logs to; had when there is something to say, as the platform's logging takes long to load. */
final class Log {

    static final System.Logger LOGGER = System.getLogger("dev.holdfast.secrets");

    private Log() {}
}
