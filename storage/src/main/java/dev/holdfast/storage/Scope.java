// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.List;

/**
 * A place for blobs that is created, listed and purged as a whole: the home itself, the app's, one account's. Its path
 * is chosen by Holdfast, never by a user: up to four segments of {@code a-z 0-9 -}, each of at most 64, and together
 * short enough for the name of the {@link #retirement() retirement record}.
 */
public record Scope(List<String> path) {

    /** The home itself, which always exists. */
    public static final Scope HOME = new Scope(List.of());

    private static final int MAX_DEPTH = 4;
    private static final int MAX_SEGMENT = 64;
    private static final String JOURNAL = "journal";

    /** @throws IllegalArgumentException if a segment is not as above */
    public Scope {
        path = List.copyOf(path);
        if (path.size() > MAX_DEPTH || !areSegments(path)) {
            throw new IllegalArgumentException("Not a scope path: " + path.size() + " segments");
        }
    }

    /** Each is one, and joined by dots they are short enough. */
    private static boolean areSegments(List<String> path) {
        int joined = -1;
        for (String segment : path) {
            if (!isSegment(segment)) {
                return false;
            }
            joined += 1 + segment.length();
        }
        return joined <= BlobName.MAX_BYTES;
    }

    /** Letters, digits and, between them, hyphens. By hand: scopes are made all the time. */
    private static boolean isSegment(String segment) {
        int last = segment.length() - 1;
        if (last < 0 || last >= MAX_SEGMENT || segment.charAt(0) == '-' || segment.charAt(last) == '-') {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            char at = segment.charAt(i);
            if (!((at >= 'a' && at <= 'z') || (at >= '0' && at <= '9') || at == '-')) {
                return false;
            }
        }
        return true;
    }

    /** The scope at these segments. */
    public static Scope of(String... path) {
        return new Scope(List.of(path));
    }

    /** A blob in this scope. */
    public BlobName blob(String name) {
        return new BlobName(this, name);
    }

    /** The blob that retires this scope for as long as it exists: the journal record of a logout. */
    public BlobName retirement() {
        return Scope.of(JOURNAL).blob(String.join(".", path));
    }

    /** Whether this is {@code outer} or below it. */
    boolean isWithin(Scope outer) {
        int depth = outer.path().size();
        return path.size() >= depth && path.subList(0, depth).equals(outer.path());
    }

    // By hand, as keys of maps: what a record gets by itself is long in the making when it is first called.
    @Override
    public boolean equals(Object other) {
        return other instanceof Scope that && path.equals(that.path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "home" : String.join("/", path);
    }
}
