// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import dev.holdfast.matrix.Outgoing;
import dev.holdfast.matrix.SyncState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Something is said. */
@Command(
        name = "send",
        description = "Says something in a room. Ends when the server has it; if the server does not answer, when it is"
                + " kept, and will be sent by the next command that reaches the server.",
        mixinStandardHelpOptions = true)
final class Send extends ChatCommand {

    /** Matrix takes 65,536 bytes, with all that is around the text. */
    private static final int MAX_BYTES = 40_000;

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room's id or name.")
    private String room = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "TEXT",
            description = "The words; or - for all that comes on stdin, as UTF-8.")
    private List<String> words = List.of();

    private String text = "";

    @Override
    void check() {
        text = words.equals(List.of("-")) ? stdin() : String.join(" ", words);
        if (text.isBlank()) {
            throw wrongUse("There is nothing to say.");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw wrongUse("The text is longer than " + MAX_BYTES + " bytes: Matrix takes no such message.");
        }
    }

    @Override
    void run(Chat chat) {
        SyncState state = chat.catchUp();
        Outgoing outgoing = chat.await(chat.client().sendText(chat.room(room).id(), text));
        Optional<String> event = state == SyncState.RUNNING ? chat.await(accepted(outgoing)) : Optional.empty();
        event.ifPresentOrElse(
                id -> chat.line("sent", id),
                () -> chat.line("kept", outgoing.transaction(), "will be sent when the server answers"));
    }

    private static CompletableFuture<Optional<String>> accepted(Outgoing outgoing) {
        return outgoing.accepted()
                .thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), Chat.SENDING_S, TimeUnit.SECONDS);
    }

    /** One byte more than is allowed shows that it is too long. */
    private static String stdin() {
        try {
            return new String(System.in.readNBytes(MAX_BYTES + 1), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
