// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastBuilder;
import dev.holdfast.secrets.KeyProviders;
import java.nio.file.Path;

/** The app that the demo plays. */
final class DemoApp {

    static final String ID = "dev.holdfast.demo";
    static final String USER = "@ada:example.org";

    private DemoApp() {}

    /** With the keys in the home, too: the demo leaves the keyring of whoever watches it alone. */
    static HoldfastBuilder at(Path home) {
        return Holdfast.builder(ID).at(home).keys(KeyProviders.keyFile());
    }
}
