// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.state.Document;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.testkit.FaultyStorage;
import dev.holdfast.testkit.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM is ended from inside the library: it ends, and what waited is stored, in other documents and in the same one. */
class ExitAnywhereTest {

    /** The library holds up the end of a JVM for 2 s at most; only one that hangs is a failure. */
    private static final Duration HANGING = Duration.ofSeconds(20);

    private static final int STATUS = 42;

    private static final Schema<Count> OLD =
            Schema.of("old", Count.class, new Count(0)).withCodec(Count.CODEC);

    @TempDir
    private Path directory;

    @Test
    void theJvmEndsAndWhatWaitedIsStored() throws Exception {
        Map<Place, ChildJvm> children = new EnumMap<>(Place.class);
        try {
            for (Place place : Place.values()) {
                children.put(place, start(place));
            }
            for (Map.Entry<Place, ChildJvm> child : children.entrySet()) {
                Place place = child.getKey();
                assertThat(child.getValue().exit(HANGING)).as(place.name()).isEqualTo(STATUS);
                assertStored(place);
            }
        } finally {
            for (ChildJvm child : children.values()) {
                child.close();
            }
        }
    }

    private ChildJvm start(Place place) throws IOException {
        try (Holdfast app = open(place)) {
            app.document(OLD).set(new Count(7));
        }
        return ChildJvm.start(Ending.class, directory.resolve(place.name()), place);
    }

    private void assertStored(Place place) {
        try (Holdfast app = open(place)) {
            assertThat(app.document(Draft.SCHEMA).get()).as(place.name()).isEqualTo(new Draft("waits"));
            assertThat(app.document(Count.SCHEMA).get()).as(place.name()).isEqualTo(new Count(1));
            assertThat(app.document(OLD).get()).as(place.name()).isEqualTo(new Count(7));
        }
    }

    private Holdfast open(Place place) {
        return Chat.open(directory.resolve(place.name()));
    }

    /** From where the JVM is ended. */
    enum Place {
        UPDATE,
        LATER_UPDATE,
        OBSERVER_ON_THE_SAME_THREAD,
        OBSERVER_ON_AN_EXECUTOR,
        LISTENER_TO_FAILED_SAVES,
        MIGRATION
    }

    /** Lets changes of two documents wait, and ends the JVM in a place. */
    static final class Ending {

        private final FaultyStorage storage;
        private final Holdfast app;
        private final Document<Count> document;

        private Ending(Path directory) {
            storage = FaultyStorage.over(
                    FileStorage.at(AppPaths.under(Chat.APP, directory).data()));
            app = Holdfast.builder(Chat.APP)
                    .at(directory)
                    .storage(storage)
                    .onSaveFailure(failure -> {
                        throw exit();
                    })
                    .open();
            document = app.document(Count.SCHEMA);
        }

        public static void main(String[] arguments) throws Exception {
            Ending ending = new Ending(Path.of(arguments[0]));
            ending.app.document(Draft.SCHEMA).updateLater(draft -> new Draft("waits"));
            ending.end(Place.valueOf(arguments[1]));
            new CountDownLatch(1).await();
        }

        private void end(Place place) {
            switch (place) {
                case OBSERVER_ON_THE_SAME_THREAD ->
                    document.onChange(Runnable::run, count -> {
                        throw exit();
                    });
                case OBSERVER_ON_AN_EXECUTOR ->
                    document.onChange(ForkJoinPool.commonPool(), count -> {
                        throw exit();
                    });
                case LISTENER_TO_FAILED_SAVES ->
                    storage.onCall(1, Operation.REPLACE).failBefore();
                default -> {}
            }
            document.updateLater(Count::next);
            switch (place) {
                case UPDATE ->
                    document.update(count -> {
                        throw exit();
                    });
                case LATER_UPDATE ->
                    document.updateLater(count -> {
                        throw exit();
                    });
                case MIGRATION ->
                    app.document(OLD.version(2).migrate(1, data -> {
                                throw exit();
                            }))
                            .load();
                default -> {}
            }
        }

        private static AssertionError exit() {
            System.exit(STATUS);
            return new AssertionError("The JVM goes on");
        }
    }
}
