// SPDX-License-Identifier: Apache-2.0

/** Contract suites, faults, a clock, a leak check and schema fixtures, for the tests of apps and of adapters. */
module dev.holdfast.testkit {
    requires transitive dev.holdfast;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires static transitive org.jspecify;

    exports dev.holdfast.testkit;

    opens dev.holdfast.testkit to
            org.junit.platform.commons;
}
