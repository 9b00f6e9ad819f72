// SPDX-License-Identifier: Apache-2.0

/** The seam of Holdfast: named blobs in scopes, replaced atomically; in files, in memory, or in an engine of one's own. */
module dev.holdfast.storage {
    requires static transitive org.jspecify;

    exports dev.holdfast.storage;
}
