// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.cli;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was said last, and what is said from now on. */
@Command(
        name = "tail",
        description =
                "The last messages of a room, or of each room that you are in, one a line: when, where, who, what.",
        mixinStandardHelpOptions = true)
final class Tail extends ChatCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ROOM",
            description = "The room's id or name. Otherwise: all.")
    private Optional<String> room = Optional.empty();

    @Mixin
    private Last last = new Last();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with each message that comes, until Ctrl-C.")
    private boolean isFollowing;

    @Override
    void check() {
        last.check();
    }

    @Override
    void run(Chat chat) {
        chat.catchUp();
        Conversation conversation =
                room.map(it -> Conversation.in(chat, chat.room(it))).orElseGet(() -> Conversation.everywhere(chat));
        if (isFollowing) {
            conversation.follow(last.messages(), new CompletableFuture<>());
        } else {
            conversation.lookBack(last.messages());
        }
    }
}
