// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.sqlite.StoreActivity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two users talk at once and for long, with tokens that hardly live. */
@Tag("real")
class ExchangeTest {

    private static final int BLOCKS = 4;
    private static final int EACH = 15;
    private static final Duration LIFETIME = Duration.ofSeconds(2);

    private static Synapse server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startTheServer() throws Exception {
        server = Synapse.start(Homeserver.folder(), LIFETIME);
    }

    @AfterAll
    static void stopTheServer() {
        server.close();
    }

    @Test
    void aSignInThatTakesLongerThanItsTokenLivesIsDoneAllTheSame() throws Exception {
        server.user("max");
        try (Wire wire = new Wire(server.uri())) {
            CompletableFuture<Void> held =
                    wire.next("POST /_matrix/client/v3/keys/upload").thenRun(ExchangeTest::hold);
            CompletableFuture<Void> exchanged = wire.next("POST /_matrix/client/v3/refresh");
            try (Person max = Person.signIn(folder.resolve("max"), wire.uri(), "max")) {
                assertThat(held).isDone();
                assertThat(exchanged).isDone();
                assertThat(max.client().device()).isEqualTo(max.tokens().device());
            }
            try (Person max = Person.restore(folder.resolve("max"))) {
                assertThat(server.devices(max.client().user()))
                        .containsExactly(max.client().device());
            }
        }
    }

    private static void hold() {
        Executor later = CompletableFuture.delayedExecutor(LIFETIME.toMillis() + 500, TimeUnit.MILLISECONDS);
        CompletableFuture.runAsync(() -> {}, later).join();
    }

    @Test
    void sixtyMessagesEachWayArriveOnceWhileTokensExpire() throws Exception {
        server.user("kim");
        server.user("lee");
        try (Person kim = Person.signIn(folder.resolve("kim"), server, "kim");
                Person lee = Person.signIn(folder.resolve("lee"), server, "lee")) {
            String room = kim.meet(lee, "Long talk");
            Collection<String> kimHears = kim.listen();
            Collection<String> leeHears = lee.listen();
            for (int block = 0; block < BLOCKS; block++) {
                String before = kim.tokens().access() + lee.tokens().access();
                talk(kim, lee, room, block * EACH);
                outlive(kim, room, before);
                outlive(lee, room, before);
            }
            List<String> all = new ArrayList<>(texts("kim"));
            all.addAll(texts("lee"));
            Person.await(() -> kimHears.size() >= all.size() && leeHears.size() >= all.size());
            assertThat(kimHears).containsExactlyInAnyOrderElementsOf(all);
            assertThat(leeHears).containsExactlyInAnyOrderElementsOf(all);
            assertThat(kim.said(room)).containsExactlyInAnyOrderElementsOf(all);
            assertThat(lee.said(room)).containsExactlyInAnyOrderElementsOf(all);
            assertNoneWaited(kim.activity());
            assertNoneWaited(lee.activity());
        }
    }

    private static void talk(Person kim, Person lee, String room, int from) throws Exception {
        for (int i = from; i < from + EACH; i++) {
            CompletableFuture<Outgoing> one = kim.client().sendText(room, "kim " + i);
            CompletableFuture<Outgoing> other = lee.client().sendText(room, "lee " + i);
            Person.get(Person.get(one).accepted());
            Person.get(Person.get(other).accepted());
        }
    }

    /** Calls the server until the token is none of those before. */
    private static void outlive(Person person, String room, String before) throws Exception {
        Person.await(() -> {
            person.client().join(room).join();
            return !before.contains(person.tokens().access());
        });
    }

    private static List<String> texts(String who) {
        return IntStream.range(0, BLOCKS * EACH).mapToObj(i -> who + " " + i).toList();
    }

    private static void assertNoneWaited(StoreActivity activity) {
        assertThat(activity.commits()).isGreaterThan(BLOCKS * EACH);
        assertThat(activity).isEqualTo(new StoreActivity(activity.commits(), 0, 0));
    }
}
