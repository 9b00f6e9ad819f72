// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Message;
import dev.holdfast.matrix.Room;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was said last, and what is said from now on. */
@Command(
        name = "tail",
        description =
                "The last messages of a room, or of each room that you are in, one a line: when, where, who, what.",
        mixinStandardHelpOptions = true)
final class Tail extends ChatCommand {

    private static final int MOST = 10_000;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ROOM",
            description = "The room's id or name. Otherwise: all.")
    private Optional<String> room = Optional.empty();

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of each room, 0 to 10000 (default: ${DEFAULT-VALUE}).")
    private int last;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with each message that comes, until Ctrl-C.")
    private boolean isFollowing;

    @Override
    void check() {
        if (last < 0 || last > MOST) {
            throw wrongUse("--last is 0 to " + MOST + ".");
        }
    }

    @Override
    void run(Chat chat) {
        chat.catchUp();
        Map<String, String> names = names(chat);
        if (isFollowing) {
            follow(chat, names);
        } else {
            history(chat, names);
        }
    }

    /** The rooms that are asked for, by their ids. */
    private Map<String, String> names(Chat chat) {
        List<Room> rooms = room.map(it -> List.of(chat.room(it))).orElseGet(chat::rooms);
        return rooms.stream()
                .filter(it -> room.isPresent() || it.membership() == Room.Membership.JOINED)
                .collect(Collectors.toMap(Room::id, Room::name));
    }

    /** Shows the last messages, by their time, and returns their ids. */
    private Set<String> history(Chat chat, Map<String, String> names) {
        List<Message> messages = names.keySet().stream()
                .filter(id -> last > 0)
                .flatMap(id -> chat.await(chat.client().timeline(id, last)).stream())
                .sorted(Comparator.comparing(Message::time))
                .toList();
        messages.forEach(message -> show(chat, names, message));
        return messages.stream().map(Message::event).collect(Collectors.toSet());
    }

    /**
     * Listens first and looks back then, so that nothing is missed between; until the person, or whoever reads what is
     * written, or the server wants no more.
     */
    private void follow(Chat chat, Map<String, String> names) {
        Inbox inbox = new Inbox();
        chat.client().messages().subscribe(inbox);
        CompletableFuture<?> revoked =
                chat.client().revoked().thenCompose(it -> chat.client().rooms());
        CompletableFuture<Message> next = inbox.next();
        Set<String> shown = history(chat, names);
        while (chat.isHeard()) {
            chat.await(CompletableFuture.anyOf(next, inbox.end(), revoked));
            Message message = next.join();
            if (isAsked(names, message) && !shown.contains(message.event())) {
                show(chat, names, message);
            }
            next = inbox.next();
        }
    }

    private boolean isAsked(Map<String, String> names, Message message) {
        return room.isEmpty() || names.containsKey(message.room());
    }

    private static void show(Chat chat, Map<String, String> names, Message message) {
        chat.line(
                Chat.time(message.time()),
                names.getOrDefault(message.room(), message.room()),
                message.sender(),
                message.text().orElse("(not decrypted)"));
    }
}
