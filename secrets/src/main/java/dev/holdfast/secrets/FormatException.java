// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/** Bytes that are not a file of ours, or not of a version that this code knows. */
final class FormatException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean newer;

    private FormatException(String message, boolean newer) {
        super(message);
        this.newer = newer;
    }

    static FormatException damaged() {
        return new FormatException("Damaged", false);
    }

    /** Whole, as far as every version can tell, and written by a newer one. */
    static FormatException ofNewerVersion() {
        return new FormatException("Of a newer version", true);
    }

    boolean isNewer() {
        return newer;
    }
}
