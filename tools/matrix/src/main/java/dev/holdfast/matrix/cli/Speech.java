// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Outgoing;
import dev.holdfast.matrix.SyncState;
import dev.holdfast.storage.HoldfastException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one says in a room, line by line. For one thread. */
final class Speech {

    /** Refused, and given up with its room. */
    private static final Set<String> NOT_TAKEN = Set.of("HF-0811", "HF-0819");

    private final Chat chat;
    private final String room;

    /** Of the server, those that are missing and those that were refusals. */
    private final List<CompletableFuture<?>> answers = new ArrayList<>();

    Speech(Chat chat, String room) {
        this.chat = chat;
        this.room = room;
    }

    /** Returns when it is kept. That the server will not have it is said when it says so. */
    void say(String line) {
        Outgoing outgoing = chat.await(chat.client().sendText(room, line));
        answers.removeIf(answer -> answer.isDone() && !answer.isCompletedExceptionally());
        answers.add(outgoing.accepted().whenComplete((event, failure) -> tell(failure)));
    }

    private void tell(@Nullable Throwable failure) {
        if (failure instanceof HoldfastException refused && NOT_TAKEN.contains(refused.code())) {
            chat.note(String.valueOf(refused.getMessage()));
        }
    }

    /**
     * Waits for the answers of a server that does answer, for a while; says if some are missing.
     *
     * @throws HoldfastException if one was a refusal
     */
    void end() {
        if (chat.client().state() == SyncState.RUNNING) {
            chat.await(CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                    .<@Nullable Void>handle((done, failure) -> null)
                    .completeOnTimeout(null, Chat.SENDING_S, TimeUnit.SECONDS));
        }
        chat.noteUnsent();
        answers.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(chat::await);
    }
}
