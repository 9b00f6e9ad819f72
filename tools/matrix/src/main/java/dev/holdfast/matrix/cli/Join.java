// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A room is entered. */
@Command(
        name = "join",
        description = "Enters a room: one that you are invited to, by its id or name; or a public one, by its id or its"
                + " alias, such as #room:example.org.",
        mixinStandardHelpOptions = true)
final class Join extends ChatCommand {

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Override
    void run(Chat chat) {
        chat.catchUp();
        String id = room.matches("[!#].+") ? room : chat.room(room).id();
        chat.await(chat.client().join(id));
        chat.line("joined", id);
    }
}
