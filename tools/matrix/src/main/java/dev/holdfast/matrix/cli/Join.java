// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.storage.HoldfastException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A room is entered. */
@Command(
        name = "join",
        description = "Enters a room: one that you are invited to, by its id or name; or a public one, by its id or its"
                + " alias, such as #room:example.org.",
        mixinStandardHelpOptions = true)
final class Join extends ChatCommand {

    private static final String REFUSED = "HF-0805";

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Override
    void run(Chat chat) {
        chat.catchUp();
        String id = room.matches("[!#].+") ? room : chat.room(room).id();
        enter(chat, id);
        chat.line("joined", id);
    }

    private static void enter(Chat chat, String id) {
        try {
            chat.await(chat.client().join(id));
        } catch (HoldfastException e) {
            throw e.code().equals(REFUSED) ? Problems.notEntered(id, e) : e;
        }
    }
}
