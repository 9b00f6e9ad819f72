// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Outgoing;
import dev.holdfast.matrix.Room;
import dev.holdfast.storage.HoldfastException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Listening and speaking at once. */
@Command(
        name = "chat",
        description =
                "Follows a room as \"tail --follow\" does, and says there each line of stdin, until its end or Ctrl-C.",
        mixinStandardHelpOptions = true)
final class Talk extends ChatCommand {

    private static final String NOT_TAKEN = "HF-0811";

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room's id or name.")
    private String room = "";

    @Mixin
    private Last last = new Last();

    @Override
    void check() {
        last.check();
    }

    @Override
    void run(Chat chat) {
        chat.catchUp();
        Room there = chat.room(room);
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        Thread speaker = new Thread(() -> speak(chat, there.id(), end), "holdfast-stdin");
        speaker.setDaemon(true);
        speaker.start();
        Conversation.in(chat, there).follow(last.messages(), end);
        chat.await(end);
    }

    private static void speak(Chat chat, String room, CompletableFuture<@Nullable Void> end) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.isBlank()).forEach(line -> say(chat, room, line));
            chat.flush();
            end.complete(null);
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /** Returns when it is kept. That the server will not have it is said when it says so. */
    @SuppressWarnings("FutureReturnValueIgnored") // whatever comes of it
    private static void say(Chat chat, String room, String line) {
        Outgoing outgoing = chat.await(chat.client().sendText(room, line));
        outgoing.accepted().whenComplete((event, failure) -> {
            if (failure instanceof HoldfastException refused && refused.code().equals(NOT_TAKEN)) {
                chat.note(String.valueOf(refused.getMessage()));
            }
        });
    }
}
