// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Room;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** The rooms, and the invitations. */
@Command(
        name = "rooms",
        description = "Each room that you are in or invited to: its id, which of both, whether what is said in it is"
                + " encrypted, its name.",
        mixinStandardHelpOptions = true)
final class Rooms extends ChatCommand {

    @Override
    void run(Chat chat) {
        chat.catchUp();
        List<Room> rooms = chat.rooms();
        if (rooms.isEmpty()) {
            chat.note("You are in no room, and invited to none.");
        }
        rooms.forEach(room -> chat.line(room.id(), lower(room.membership()), protection(room), room.name()));
    }

    private static String lower(Room.Membership membership) {
        return "%-7s".formatted(membership.name().toLowerCase(Locale.ROOT));
    }

    private static String protection(Room room) {
        return room.protection() == Room.Protection.ENCRYPTED ? "encrypted" : "plain    ";
    }
}
