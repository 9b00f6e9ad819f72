// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.it.Chat.Draft;
import dev.holdfast.it.SnippetWorld.AppState;
import dev.holdfast.testkit.FaultyStorage;
import dev.holdfast.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adoptions of an app's old files, into its home and into an account, that are killed after each of their changes. */
class KilledAdoptionTest {

    private static final String STATE = "{\"old_field_name\": 7}\n";
    private static final String DRAFT = "{\"version\": 1, \"data\": {\"text\": \"old draft\"}}\n";
    private static final Duration LONGEST = Duration.ofMillis(120);

    @TempDir
    private Path directory;

    @Test
    void anAdoptionThatIsKilledIsDoneByTheNextOneAndNothingIsLost() throws Exception {
        try (FrozenHomes homes = FrozenHomes.below(directory)) {
            homes.inEach(changes -> OldFiles.in(homes.home(changes)).write());
            int frozen;
            try (ChildJvm child = ChildJvm.start(Adopting.class, directory)) {
                frozen = FrozenHomes.awaitFrozen(child);
                homes.inEach(changes -> OldFiles.in(homes.home(changes)).assertKept());
                child.kill();
            }
            List<Boolean> done =
                    homes.inEach(changes -> OldFiles.in(homes.home(changes)).areSetAside());
            assertThat(done).as("not before the end").isSorted();
            assertThat(done.subList(frozen, done.size())).isNotEmpty().containsOnly(true);
            homes.inEach(changes -> assertFinished(homes.home(changes)));
        }
    }

    @Test
    void ofTwoProcessesAtOnceOneAdoptsAndTheOtherFindsItDone() throws Exception {
        try (FrozenHomes homes = FrozenHomes.below(directory);
                ChildJvm one = ChildJvm.start(AdoptingWhenTold.class, directory);
                ChildJvm other = ChildJvm.start(AdoptingWhenTold.class, directory)) {
            homes.inEach(changes -> OldFiles.in(homes.home(changes)).write());
            one.await("ready");
            other.await("ready");
            one.tell("adopt");
            other.tell("adopt");
            one.await("AppState[new_field=[], new_field_name=7]");
            other.await("AppState[new_field=[], new_field_name=7]");
            one.end();
            other.end();
            homes.inEach(changes -> assertThat(OldFiles.in(homes.home(changes)).names())
                    .containsExactly("draft.json", "state.json.adopted"));
        }
    }

    @Test
    @Tag("real")
    @Tag("hundreds")
    void adoptionsKilledAtRandomMomentsAreDoneByTheNextOne() throws Exception {
        long seed = System.nanoTime();
        System.out.println("100 kills of an adoption, seed " + seed);
        Random random = new Random(seed);
        for (int kill = 0; kill < 100; kill++) {
            Path home = Files.createDirectory(directory.resolve("home-" + kill));
            OldFiles.in(home).write();
            try (ChildJvm child = ChildJvm.start(AdoptingAtOnce.class, home)) {
                child.await("signed in");
                child.run(Duration.ofNanos(random.nextLong(LONGEST.toNanos())));
                child.kill();
            }
            assertFinished(home);
        }
    }

    /** After a start that adopts, and one that only looks. */
    private static OldFiles assertFinished(Path home) throws IOException {
        OldFiles files = OldFiles.in(home);
        files.assertKept();
        try (Holdfast app = Chat.open(home)) {
            assertThat(app.adopt(SnippetWorld.STATE, files.state(), 1).get()).isEqualTo(new AppState(List.of(), 7));
            assertThat(app.account(Chat.ALICE)
                            .adopt(Draft.SCHEMA, files.draft(), 1)
                            .get())
                    .isEqualTo(new Draft("old draft"));
        }
        assertThat(files.areSetAside()).isTrue();
        files.assertKept();
        try (Holdfast app = Chat.open(home)) {
            assertThat(app.document(SnippetWorld.STATE).get()).isEqualTo(new AppState(List.of(), 7));
            assertThat(app.account(Chat.ALICE).document(Draft.SCHEMA).get()).isEqualTo(new Draft("old draft"));
        }
        return files;
    }

    /** What the app kept before. */
    private record OldFiles(Path directory) {

        static OldFiles in(Path home) {
            return new OldFiles(home.resolve("old"));
        }

        Path state() {
            return directory.resolve("state.json");
        }

        Path draft() {
            return directory.resolve("draft.json");
        }

        OldFiles write() throws IOException {
            Files.createDirectory(directory);
            Files.writeString(state(), STATE);
            Files.writeString(draft(), DRAFT);
            return this;
        }

        List<String> names() throws IOException {
            return HomeFiles.regular(directory);
        }

        boolean areSetAside() throws IOException {
            return names().equals(List.of("draft.json.adopted", "state.json.adopted"));
        }

        /** Each whole, in its place or beside it; whatever else there is holds nothing. */
        OldFiles assertKept() throws IOException {
            assertKept(state(), STATE);
            assertKept(draft(), DRAFT);
            return this;
        }

        private static void assertKept(Path file, String content) throws IOException {
            Path aside = file.resolveSibling(file.getFileName() + ".adopted");
            if (Files.exists(file)) {
                assertThat(Files.readString(file)).isEqualTo(content);
                assertThat(Files.notExists(aside) || Files.size(aside) == 0).isTrue();
            } else {
                assertThat(Files.readString(aside)).isEqualTo(content);
            }
        }
    }

    /** Adopts both files everywhere, standing still after the changes of each home. */
    static final class Adopting {
        public static void main(String[] arguments) throws Exception {
            FrozenHomes homes = FrozenHomes.existing(arguments[0]);
            homes.inEach(changes -> {
                FaultyStorage storage = homes.storage(changes);
                Holdfast app = homes.open(changes, storage);
                Account account = app.sessions(new Chat()).signIn(Chat.logIn()).account();
                OldFiles files = OldFiles.in(homes.home(changes));
                Runnable freezer = FrozenHomes.freezer(changes);
                storage.onEveryCall(Operation.writes()).runBefore(freezer);
                app.adopt(SnippetWorld.STATE, WatchedFiles.watch(files.state(), change -> freezer.run()), 1);
                account.adopt(Draft.SCHEMA, WatchedFiles.watch(files.draft(), change -> freezer.run()), 1);
                System.out.println("done");
                return files;
            });
        }
    }

    /** Adopts the app's file in one home after the other, and says what came of it. */
    static final class AdoptingWhenTold {
        public static void main(String[] arguments) throws Exception {
            FrozenHomes homes = FrozenHomes.existing(arguments[0]);
            System.out.println("ready");
            System.in.read();
            List<AppState> adopted = homes.inEach(changes -> {
                try (Holdfast app = homes.open(changes)) {
                    return app.adopt(
                                    SnippetWorld.STATE,
                                    OldFiles.in(homes.home(changes)).state(),
                                    1)
                            .get();
                }
            });
            adopted.stream().distinct().forEach(System.out::println);
            homes.close();
        }
    }

    /** Signs in and adopts in one home. */
    static final class AdoptingAtOnce {
        public static void main(String[] arguments) throws Exception {
            Path home = Path.of(arguments[0]);
            try (Holdfast app = Chat.open(home)) {
                Account account = app.sessions(new Chat()).signIn(Chat.logIn()).account();
                System.out.println("signed in");
                app.adopt(SnippetWorld.STATE, OldFiles.in(home).state(), 1);
                account.adopt(Draft.SCHEMA, OldFiles.in(home).draft(), 1);
            }
        }
    }
}
