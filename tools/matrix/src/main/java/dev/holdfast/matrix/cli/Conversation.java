// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Message;
import dev.holdfast.matrix.Room;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is said in some rooms, a line each: when, where, who, what. */
final class Conversation {

    private final Chat chat;
    private final Map<String, String> names;
    private final Predicate<Message> isWanted;

    private Conversation(Chat chat, Collection<Room> rooms, Predicate<Message> isWanted) {
        this.chat = chat;
        this.names = rooms.stream().collect(Collectors.toMap(Room::id, Room::name));
        this.isWanted = isWanted;
    }

    /** That of one room. */
    static Conversation in(Chat chat, Room room) {
        return new Conversation(chat, Set.of(room), message -> message.room().equals(room.id()));
    }

    /** That of all rooms that the user is in; also of those that come while it is followed. */
    static Conversation everywhere(Chat chat) {
        return new Conversation(
                chat,
                chat.rooms().stream()
                        .filter(room -> room.membership() == Room.Membership.JOINED)
                        .toList(),
                message -> true);
    }

    /**
     * Shows the last messages of each room, by their time.
     *
     * @return their ids
     */
    Set<String> lookBack(int most) {
        List<Message> messages = names.keySet().stream()
                .filter(room -> most > 0)
                .flatMap(room -> chat.await(chat.client().timeline(room, most)).stream())
                .sorted(Comparator.comparing(Message::time))
                .toList();
        messages.forEach(this::show);
        return messages.stream().map(Message::event).collect(Collectors.toSet());
    }

    /**
     * Shows the last messages and each that comes then; listens before it looks back, so that none is missed between. Goes
     * on until the end comes, or the person, whoever reads what is written, or the server wants no more.
     */
    void follow(int last, CompletableFuture<?> end) {
        Inbox inbox = new Inbox();
        chat.client().messages().subscribe(inbox);
        CompletableFuture<?> revoked =
                chat.client().revoked().thenCompose(it -> chat.client().rooms());
        CompletableFuture<?> over = CompletableFuture.anyOf(inbox.end(), revoked, end);
        CompletableFuture<Message> next = inbox.next();
        Set<String> shown = lookBack(last);
        while (!over.isDone() && chat.isHeard()) {
            chat.await(CompletableFuture.anyOf(next, over));
            if (next.isDone()) {
                Message message = next.join();
                if (isWanted.test(message) && !shown.contains(message.event())) {
                    show(message);
                }
                next = inbox.next();
            }
        }
        if (over.isDone()) {
            chat.await(over);
        }
    }

    private void show(Message message) {
        chat.line(
                Chat.time(message.time()),
                names.getOrDefault(message.room(), message.room()),
                message.sender(),
                message.text().orElse("(not decrypted)"));
    }
}
