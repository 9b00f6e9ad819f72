// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Room;
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
        Thread speaker = new Thread(() -> speak(new Speech(chat, there.id()), end), "holdfast-stdin");
        speaker.setDaemon(true);
        speaker.start();
        Conversation.in(chat, there).follow(last.messages(), end);
        chat.await(end);
    }

    private static void speak(Speech speech, CompletableFuture<@Nullable Void> end) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.isBlank()).forEach(speech::say);
            speech.end();
            end.complete(null);
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }
}
