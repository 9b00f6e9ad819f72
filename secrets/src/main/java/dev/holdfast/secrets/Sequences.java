// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Revision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The sequences of the revisions that were last seen, one a blob, so that a writer need not read again what it just
 * read. Those of the blobs used longest ago are forgotten.
 */
final class Sequences {

    private static final int MAX = 1024;

    private final Map<BlobName, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobName, Seen> eldest) {
            return size() > MAX;
        }
    };

    synchronized void remember(BlobName name, Revision revision, long sequence) {
        seen.put(name, new Seen(revision, sequence));
    }

    synchronized OptionalLong of(BlobName name, Revision revision) {
        Seen last = seen.get(name);
        return last != null && last.revision().equals(revision)
                ? OptionalLong.of(last.sequence())
                : OptionalLong.empty();
    }

    private record Seen(Revision revision, long sequence) {}
}
