// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.Account;
import dev.holdfast.Restored;
import dev.holdfast.matrix.MatrixClient;
import dev.holdfast.matrix.Outgoing;
import dev.holdfast.matrix.Room;
import dev.holdfast.matrix.SyncState;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A running client, and the person who watches it. Lines go out as {@link Plain} ones, each at once. */
final class Chat {

    /** How long a command waits for the server to take what is to be sent. */
    static final int SENDING_S = 30;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Restored<MatrixClient> restored;
    private final Interrupt interrupt;
    private final PrintWriter out;
    private final PrintWriter err;

    Chat(Restored<MatrixClient> restored, Interrupt interrupt, CommandLine command) {
        this.restored = restored;
        this.interrupt = interrupt;
        this.out = command.getOut();
        this.err = command.getErr();
    }

    MatrixClient client() {
        return restored.client();
    }

    Account account() {
        return restored.account();
    }

    <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        return interrupt.await(future);
    }

    /**
     * Has what the server has when it returns, and has sent what earlier commands could not; or says that it has not, and
     * goes on with what is kept.
     *
     * @throws dev.holdfast.storage.HoldfastException HF-0812 if the server has ended the session
     */
    SyncState catchUp() {
        SyncState state = await(client().catchUp());
        switch (state) {
            case RUNNING -> flush();
            case REVOKED -> await(client().rooms());
            default -> note("The server does not answer now: this is as of the last time that it did.");
        }
        return state;
    }

    /** The rooms that the user is in or invited to. */
    List<Room> rooms() {
        return await(client().rooms()).stream()
                .filter(room -> room.membership() != Room.Membership.OUTSIDE)
                .toList();
    }

    /** The room of that id, else of that name. */
    Room room(String idOrName) {
        List<Room> rooms = rooms();
        List<Room> found = named(rooms, idOrName);
        if (found.size() > 1) {
            throw Problems.severalRooms(idOrName);
        }
        return found.stream().findFirst().orElseThrow(() -> Problems.noRoom(idOrName));
    }

    private static List<Room> named(List<Room> rooms, String idOrName) {
        List<Room> byId = rooms.stream().filter(it -> it.id().equals(idOrName)).toList();
        return byId.isEmpty()
                ? rooms.stream().filter(it -> it.name().equals(idOrName)).toList()
                : byId;
    }

    /** Waits for what is kept to be sent, for a while; says if it is not. */
    private void flush() {
        List<Outgoing> unsent = await(client().unsent());
        if (!unsent.isEmpty()) {
            CompletableFuture<?>[] all = unsent.stream().map(Outgoing::accepted).toArray(CompletableFuture<?>[]::new);
            await(CompletableFuture.allOf(all)
                    .<@Nullable Void>handle((done, failure) -> null)
                    .completeOnTimeout(null, SENDING_S, TimeUnit.SECONDS));
            noteUnsent();
        }
    }

    /** Says it if something is kept that the server has not taken. */
    void noteUnsent() {
        int unsent = await(client().unsent()).size();
        if (unsent > 0) {
            note("Kept, to be sent when the server takes it: " + unsent + (unsent == 1 ? " message." : " messages."));
        }
    }

    /** One line: columns that two spaces part. */
    void line(String... columns) {
        out.println(Stream.of(columns).map(Plain::of).collect(Collectors.joining("  ")));
        out.flush();
    }

    /** Whether anybody reads the lines still. */
    boolean isHeard() {
        return !out.checkError();
    }

    /** As people and scripts read it, here. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** Something beside what was asked for. */
    void note(String text) {
        err.println(text);
        err.flush();
    }
}
