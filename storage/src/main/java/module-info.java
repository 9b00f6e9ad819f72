// SPDX-License-Identifier: Apache-2.0

/** The seam of Holdfast: named blobs in scopes, replaced atomically; in files, in memory, or in an engine of one's own. */
@SuppressWarnings("module") // its users are compiled after it
module dev.holdfast.storage {
    requires static transitive org.jspecify;

    exports dev.holdfast.storage;
    exports dev.holdfast.storage.foreign to
            dev.holdfast,
            dev.holdfast.state;
}
