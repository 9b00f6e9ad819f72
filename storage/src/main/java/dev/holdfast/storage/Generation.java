// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Instant;

/**
 * An earlier revision that is kept.
 *
 * @param revision its identity, for {@link Storage#read(BlobName, Revision)}
 * @param written when it was written, as far as the medium tells
 * @param pinned whether it is kept for good
 */
public record Generation(Revision revision, Instant written, boolean pinned) {}
