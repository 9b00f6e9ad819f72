// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a home holds is its owner's alone, however open the process is that makes it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no umask")
class PermissionsTest {

    private static final List<String> UMASK_000 = List.of("sh", "-c", "umask 000; exec \"$@\"", "sh");

    @TempDir
    private Path directory;

    @Test
    void nothingIsOpenToOthersFromTheFirstOpenToTheLogOut() throws Exception {
        try (ChildJvm child = ChildJvm.start(UMASK_000, List.of(), Life.class, directory)) {
            for (String stage : List.of("opened", "saved", "signed in", "worked", "logged out")) {
                child.await(stage);
                assertThat(openToOthers()).as(stage).isEmpty();
                child.tell("");
            }
            child.end();
        }
        assertThat(openToOthers()).isEmpty();
        assertThat(Files.getPosixFilePermissions(directory.resolve("control")))
                .as("the umask was 000")
                .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private List<Path> openToOthers() throws IOException {
        return HomeFiles.all(directory.resolve("home")).stream()
                .filter(PermissionsTest::isOpenToOthers)
                .toList();
    }

    /** The files that the app itself makes in its directories are as the umask lets them be, and nobody can get there. */
    private static boolean isOpenToOthers(Path file) {
        if (file.endsWith("timeline.db")) {
            return false;
        }
        String allowed = Files.isDirectory(file) ? "rwx------" : "rw-------";
        try {
            return !PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .equals(allowed);
        } catch (IOException e) {
            throw new AssertionError("Gone while it was looked at", e);
        }
    }

    /** A session from beginning to end, waiting to be looked at after each stage. */
    static final class Life {
        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Files.writeString(directory.resolve("control"), "");
            try (Holdfast app = Chat.open(directory.resolve("home"))) {
                show("opened");
                app.document(Count.SCHEMA).update(Count::next);
                app.document(Count.SCHEMA).update(Count::next);
                show("saved");
                Account account = Chat.signIn(app);
                show("signed in");
                account.document(Chat.Draft.SCHEMA).set(new Chat.Draft("draft text"));
                account.document(Chat.Draft.SCHEMA).overwrite(new Chat.Draft(""));
                account.store("other");
                account.cacheDirectory("avatars");
                account.runtimeDirectory("socket");
                show("worked");
                account.logOut();
                show("logged out");
            }
        }

        private static void show(String stage) throws IOException {
            System.out.println(stage);
            System.in.read();
        }
    }
}
