// SPDX-License-Identifier: Apache-2.0

// A user of Holdfast with a module of its own; its tests see what any user sees.
open module dev.holdfast.it {
    requires dev.holdfast;
    requires dev.holdfast.avaje;
    requires dev.holdfast.jackson;
    requires dev.holdfast.keyring;
    requires dev.holdfast.passphrase;
    requires dev.holdfast.sqlite;
    requires dev.holdfast.testkit;
    requires com.sun.jna;
    requires com.tngtech.archunit;
    requires java.desktop;
    requires java.net.http;
    requires jdk.compiler;
    requires jdk.management;
    requires jdk.httpserver;
    requires org.junit.jupiter.api;
    requires org.junit.jupiter.params;
    requires org.junit.platform.launcher;
    requires static org.jspecify;

    provides io.avaje.jsonb.spi.JsonbExtension with
            dev.holdfast.it.jsonb.TestJsonComponent;
}
