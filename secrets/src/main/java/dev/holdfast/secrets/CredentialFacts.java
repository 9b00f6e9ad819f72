// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the system tells of a credential's file or directory. Links are followed: what is linked to is what is read.
 *
 * @param mode type and permissions
 * @param owner the number of its owner
 * @param user the number of this process's user
 */
record CredentialFacts(int mode, int owner, int user) {

    private static final String WANTED = "unix:mode,uid";
    private static final Path SELF = Path.of("/proc/self");
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;

    private static final int STICKY = 01000;
    private static final int WRITABLE = 0022;

    /**
     * Writing by the group, anything by others. Reading by the group is allowed: where systemd gives the service's user
     * access by a list, the mode shows that there.
     */
    private static final int OPEN = 0027;

    /** @throws IOException if there is no such file, or if this is not Linux, where credentials are */
    static CredentialFacts of(Path file) throws IOException {
        try {
            Map<String, Object> all = Files.readAttributes(file, WANTED);
            int user = (int) Files.getAttribute(SELF, "unix:uid");
            return new CredentialFacts(number(all, "mode"), number(all, "uid"), user);
        } catch (UnsupportedOperationException e) {
            throw new IOException("No file attributes of Unix", e);
        }
    }

    private static int number(Map<String, Object> all, String name) {
        return (int) Objects.requireNonNull(all.get(name), name);
    }

    /** What is wrong with it as a credential, as a clause. */
    Optional<String> faultOfFile() {
        if ((mode & TYPE) != REGULAR) {
            return Optional.of("it is not a plain file");
        }
        return isForeign() ? foreign("it") : faultIf((mode & OPEN) != 0, "others may read or change it");
    }

    /** What is wrong with it as the directory of credentials, as a clause. */
    Optional<String> faultOfDirectory() {
        boolean open = (mode & WRITABLE) != 0 && (mode & STICKY) == 0;
        return isForeign() ? foreign("its directory") : faultIf(open, "others may exchange it in its directory");
    }

    private boolean isForeign() {
        return owner != 0 && owner != user;
    }

    private Optional<String> foreign(String what) {
        return Optional.of(what + " belongs to another user (number " + owner + ")");
    }

    private static Optional<String> faultIf(boolean wrong, String fault) {
        return wrong ? Optional.of(fault) : Optional.empty();
    }
}
