// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Room.Membership;
import dev.holdfast.matrix.SyncState;
import java.util.Locale;

/** How it stands with a session. */
final class Status implements Home.Action {

    @Override
    public void run(Chat chat) {
        SyncState state = chat.catchUp();
        row(chat, "user", chat.client().user());
        row(chat, "device", chat.client().device());
        row(chat, "server", chat.client().homeserver().toString());
        row(chat, "sync", state.name().toLowerCase(Locale.ROOT));
        row(chat, "joined", rooms(chat, Membership.JOINED));
        row(chat, "invited", rooms(chat, Membership.INVITED));
        row(chat, "unsent", String.valueOf(chat.await(chat.client().unsent()).size()));
        row(chat, "keys", chat.account().protection().level().toString());
    }

    private static String rooms(Chat chat, Membership membership) {
        return String.valueOf(chat.rooms().stream()
                .filter(room -> room.membership() == membership)
                .count());
    }

    private static void row(Chat chat, String name, String value) {
        chat.line("%-7s".formatted(name), value);
    }
}
