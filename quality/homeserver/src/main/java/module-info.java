// SPDX-License-Identifier: Apache-2.0

/** A real Matrix homeserver, and a client that shares no code with ours, for tests. */
module dev.holdfast.homeserver {
    requires dev.holdfast.state;
    requires java.net.http;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports dev.holdfast.homeserver;
}
