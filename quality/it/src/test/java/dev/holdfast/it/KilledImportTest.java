// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Holdfast;
import dev.holdfast.ImportReceipt;
import dev.holdfast.SessionFile;
import dev.holdfast.SessionManager;
import dev.holdfast.testkit.FaultyStorage;
import dev.holdfast.testkit.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of a session file that are killed after each of their changes. */
class KilledImportTest {

    private static final Duration LONGEST = Duration.ofMillis(150);

    @TempDir
    private Path directory;

    @Test
    void anImportThatIsKilledIsFinishedByTheNextOneAndNothingIsLost() throws Exception {
        assertFinishedWhereverItIsKilled(Importing.class);
    }

    /** Where paths are of another provider, nothing can be renamed into the home. */
    @Test
    void oneFromAnotherFileSystemIsFinishedToo() throws Exception {
        assertFinishedWhereverItIsKilled(ImportingFromAfar.class);
    }

    private void assertFinishedWhereverItIsKilled(Class<?> importing) throws Exception {
        try (FrozenHomes homes = FrozenHomes.below(directory)) {
            homes.inEach(changes -> OldChat.in(homes.home(changes)).write());
            int frozen;
            try (ChildJvm child = ChildJvm.start(importing, directory)) {
                frozen = FrozenHomes.awaitFrozen(child);
                child.kill();
            }
            homes.inEach(changes -> OldChat.in(homes.home(changes)).assertKept(homes.home(changes)));
            List<Boolean> done = homes.inEach(
                    changes -> Files.notExists(OldChat.in(homes.home(changes)).file()));
            assertThat(done).as("the file is the last to go").isSorted();
            assertThat(done.subList(frozen, done.size())).isNotEmpty().containsOnly(true);
            homes.inEach(changes -> OldChat.in(homes.home(changes)).assertFinished(homes.home(changes)));
        }
    }

    @Test
    void ofTwoProcessesAtOnceOneImportsAndTheOtherFindsItDone() throws Exception {
        try (FrozenHomes homes = FrozenHomes.below(directory);
                ChildJvm one = ChildJvm.start(ImportingWhenTold.class, directory);
                ChildJvm other = ChildJvm.start(ImportingWhenTold.class, directory)) {
            homes.inEach(changes -> OldChat.in(homes.home(changes)).write());
            one.await("ready");
            other.await("ready");
            one.tell("import");
            other.tell("import");
            int imported = Integer.parseInt(one.line().orElseThrow())
                    + Integer.parseInt(other.line().orElseThrow());
            one.end();
            other.end();
            assertThat(imported).isEqualTo(FrozenHomes.HOMES);
            homes.inEach(changes -> OldChat.in(homes.home(changes)).assertFinished(homes.home(changes)));
        }
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void importsKilledAtRandomMomentsAreFinishedByTheNextOne() throws Exception {
        long seed = System.nanoTime();
        System.out.println("100 kills of an import, seed " + seed);
        Random random = new Random(seed);
        for (int kill = 0; kill < 100; kill++) {
            Path home = Files.createDirectory(directory.resolve("home-" + kill));
            OldChat old = OldChat.in(home).write();
            try (ChildJvm child = ChildJvm.start(ImportingAtOnce.class, home)) {
                child.await("opened");
                child.run(Duration.ofNanos(random.nextLong(LONGEST.toNanos())));
                child.kill();
            }
            old.assertKept(home).assertFinished(home);
        }
    }

    /** What is imported, and who is asked before a change of a file. */
    private interface Source {
        SessionFile of(OldChat old, WatchedFiles.Watcher watcher);
    }

    private static void importEverywhere(String directory, Source source) throws Exception {
        FrozenHomes homes = FrozenHomes.existing(directory);
        homes.inEach(changes -> {
            FaultyStorage storage = homes.storage(changes);
            SessionManager<Chat.Client> sessions = homes.open(changes, storage).sessions(new Chat());
            OldChat old = OldChat.in(homes.home(changes));
            Runnable freezer = FrozenHomes.freezer(changes);
            storage.onEveryCall(Operation.writes()).runBefore(freezer);
            System.out.println(said(() -> sessions.importFrom(source.of(old, change -> freezer.run()))));
            return old;
        });
    }

    /** One that fails must not wait for those that stand still. */
    private static String said(Supplier<ImportReceipt> importing) {
        try {
            return importing.get().outcome().toString();
        } catch (RuntimeException e) {
            e.printStackTrace();
            return e.toString();
        }
    }

    /** Imports everywhere, standing still after the changes of each home. */
    static final class Importing {
        public static void main(String[] arguments) throws Exception {
            importEverywhere(arguments[0], OldChat::watchedFile);
        }
    }

    /** As above, where the database has to be copied. */
    static final class ImportingFromAfar {
        public static void main(String[] arguments) throws Exception {
            importEverywhere(arguments[0], OldChat::watched);
        }
    }

    /** Imports in one home after the other, and says how many it was first in. */
    static final class ImportingWhenTold {
        public static void main(String[] arguments) throws Exception {
            FrozenHomes homes = FrozenHomes.existing(arguments[0]);
            System.out.println("ready");
            System.in.read();
            List<Boolean> imported = homes.inEach(changes -> {
                try (Holdfast app = homes.open(changes)) {
                    return OldChat.in(homes.home(changes))
                            .importInto(app)
                            .user()
                            .isPresent();
                }
            });
            System.out.println(imported.stream().filter(it -> it).count());
            homes.close();
        }
    }

    /** Imports in one home. */
    static final class ImportingAtOnce {
        public static void main(String[] arguments) throws Exception {
            Path home = Path.of(arguments[0]);
            try (Holdfast app = Chat.open(home)) {
                System.out.println("opened");
                OldChat.in(home).importInto(app);
            }
        }
    }
}
