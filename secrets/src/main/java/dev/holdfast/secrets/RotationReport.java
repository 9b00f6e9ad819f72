// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/**
 * What became of an account's data keys.
 *
 * @param resealed how many blobs were sealed anew, under the newest data key
 * @param dropped how many earlier data keys are gone: nothing was sealed under them any more
 * @param kept how many earlier data keys stay, because generations, quarantine or damaged content are sealed under them
 */
public record RotationReport(int resealed, int dropped, int kept) {

    /** Whether the newest data key is the only one. */
    public boolean isComplete() {
        return kept == 0;
    }
}
