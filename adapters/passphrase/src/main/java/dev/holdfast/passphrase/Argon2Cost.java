// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

/**
 * How much work it is to try one passphrase, in the measures of Argon2id (RFC 9106).
 *
 * @param memoryKib memory in KiB: at least 8 for each lane, at most 262,144 (256 MiB)
 * @param passes over that memory, 1 to 64; passes times memory is at most 1 GiB, some seconds
 * @param lanes 1 to 4; they are filled one after another
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {

    /**
     * 19 MiB, 2 passes, 1 lane: the minimum that OWASP's Password Storage Cheat Sheet recommends for Argon2id. About a
     * tenth of a second.
     */
    public static final Argon2Cost OWASP = new Argon2Cost(19 * 1024, 2, 1);

    private static final int MAX_MEMORY_KIB = 256 * 1024;
    private static final int MAX_PASSES = 64;
    private static final int MAX_LANES = 4;
    private static final int MIN_KIB_PER_LANE = 8;
    private static final long MAX_WORK = 1024 * 1024;

    /** @throws IllegalArgumentException beyond these limits, which also hold for what is read from a file */
    public Argon2Cost {
        boolean lanesFit = lanes >= 1 && lanes <= MAX_LANES;
        boolean passesFit = passes >= 1 && passes <= MAX_PASSES;
        boolean memoryFits = memoryKib >= MIN_KIB_PER_LANE * lanes && memoryKib <= MAX_MEMORY_KIB;
        if (!lanesFit || !passesFit || !memoryFits || (long) memoryKib * passes > MAX_WORK) {
            throw new IllegalArgumentException(
                    "Not a cost of Argon2id: " + memoryKib + " KiB, " + passes + " passes, " + lanes + " lanes");
        }
    }

    /** Whether one guess is less work than with the other. */
    boolean isLessThan(Argon2Cost other) {
        return work() < other.work();
    }

    private long work() {
        return (long) memoryKib * passes;
    }
}
