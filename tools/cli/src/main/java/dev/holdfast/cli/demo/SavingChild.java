// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Signs in, or restores its session; then saves, and says so, until it is killed or nobody listens any more. */
final class SavingChild {

    private SavingChild() {}

    /** The arguments: the home, the server, the text to write. */
    public static void main(String[] arguments) throws IOException {
        DemoServer server = DemoServer.at(URI.create(arguments[1]));
        try (Holdfast app = DemoApp.at(Path.of(arguments[0])).open()) {
            Document<Draft> draft =
                    DemoClients.restoreOrSignIn(app, server).account().document(Draft.SCHEMA);
            while (!System.out.checkError()) {
                Draft saved = draft.update(latest -> latest.next(arguments[2]));
                System.out.println(Ack.line(saved.saves()));
            }
        }
    }
}
