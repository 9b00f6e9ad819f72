// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At the end of a JVM a document that cannot be saved, or whose save never ends, keeps no other from being saved. */
class ExitOfManyTest {

    private static final Duration HANGING = Duration.ofSeconds(20);
    private static final String HANGS = "hangs";
    private static final String FAILS = "fails";

    @TempDir
    private Path directory;

    @Test
    void whatWaitsInOtherDocumentsIsStoredAndWhatCouldNotBeIsSaid() throws Exception {
        try (ChildJvm child = ChildJvm.start(Ending.class, directory)) {
            assertThat(child.exit(HANGING)).isZero();
            assertThat(child.errors()).contains("HF-0243", "NoClassDefFoundError");
        }

        try (Holdfast app = Chat.open(directory)) {
            assertThat(names())
                    .allSatisfy(name -> assertThat(app.document(schema(name)).get())
                            .as(name)
                            .isEqualTo(new Count(1)));
        }
    }

    private static List<String> names() {
        return IntStream.range(0, 10).mapToObj(number -> "other-" + number).toList();
    }

    private static Schema<Count> schema(String name) {
        return Schema.of(name, Count.class, new Count(0)).withCodec(Count.CODEC);
    }

    /** Lets changes of all documents wait, and ends. */
    static final class Ending {

        private Ending() {}

        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            Storage files = FileStorage.at(AppPaths.under(Chat.APP, directory).data());
            Holdfast app = Holdfast.builder(Chat.APP)
                    .at(directory)
                    .storage(new Broken(files))
                    .saveDelay(Duration.ofDays(1))
                    .open();
            Stream.concat(Stream.of(HANGS, FAILS), names().stream())
                    .map(name -> app.document(schema(name)))
                    .forEach(Ending::change);
            System.exit(0);
        }

        private static void change(Document<Count> document) {
            document.updateLater(Count::next);
        }
    }

    /** Never comes back from storing one document, and throws an error for another. */
    private static final class Broken extends ForwardingStorage {

        Broken(Storage inner) {
            super(inner);
        }

        @Override
        public Replacement replace(BlobName name, Revision expected, byte[] bytes, Durability durability) {
            if (name.name().startsWith(HANGS)) {
                hang();
            } else if (name.name().startsWith(FAILS)) {
                throw new NoClassDefFoundError();
            }
            return super.replace(name, expected, bytes, durability);
        }

        private static void hang() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
