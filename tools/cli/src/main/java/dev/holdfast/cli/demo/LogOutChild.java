// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** Logs out, stops at one of the changes to the home, says so, and waits to be killed, or for its parent to end. */
final class LogOutChild {

    static final String HALTED = "halted before: ";

    private LogOutChild() {}

    /** The arguments: the home, the server, the number of the change. */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        HaltingStorage storage = new HaltingStorage(
                FileStorage.at(AppPaths.under(DemoApp.ID, home).data()), LogOutChild::halt);
        try (Holdfast app = DemoApp.at(home).storage(storage).open()) {
            Restored<DemoClient> restored = DemoClients.restoreOrSignIn(app, DemoServer.at(URI.create(arguments[1])));
            storage.haltBefore(Integer.parseInt(arguments[2]));
            restored.account().logOut();
        }
    }

    private static void halt(String change) {
        System.out.println(HALTED + change);
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().halt(1);
    }
}
