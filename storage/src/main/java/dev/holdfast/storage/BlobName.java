// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.charset.StandardCharsets;

/**
 * The name of a blob in its scope. Any text of 1 to {@value #MAX_BYTES} bytes of UTF-8 is a name, whatever it
 * contains, and no two names are ever the same blob; how a storage keeps them apart is its own affair.
 *
 * @param scope where it lives
 * @param name what it is called there
 */
public record BlobName(Scope scope, String name) {

    /** The longest name, in bytes of UTF-8: with every byte escaped, still a file name everywhere. */
    public static final int MAX_BYTES = 72;

    /** @throws InvalidNameException if the name is empty, too long, or not well-formed Unicode */
    public BlobName {
        int length = utf8(name).length;
        if (length == 0 || length > MAX_BYTES) {
            throw new InvalidNameException(
                    length == 0
                            ? "it is empty"
                            : "it has " + length + " bytes of UTF-8, " + MAX_BYTES + " are allowed");
        }
    }

    private static byte[] utf8(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (!new String(utf8, StandardCharsets.UTF_8).equals(name)) {
            throw new InvalidNameException("it has half of a surrogate pair");
        }
        return utf8;
    }

    // By hand, as keys of maps: what a record gets by itself is long in the making when it is first called.
    @Override
    public boolean equals(Object other) {
        return other instanceof BlobName that && name.equals(that.name) && scope.equals(that.scope);
    }

    @Override
    public int hashCode() {
        return 31 * scope.hashCode() + name.hashCode();
    }

    @Override
    public String toString() {
        return scope + "/" + name;
    }
}
