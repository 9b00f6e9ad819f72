// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.state.Codec;
import dev.holdfast.state.JsonObject;
import dev.holdfast.state.Schema;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What an account was made of, sealed in it: so that an import that was cut off goes on, and one that ended is known again.
 *
 * @param digest of the file, in hexadecimal digits; empty if the account was signed in
 * @param from where its database was, and is until it was moved; empty if there was none
 */
record ImportNote(String digest, String from) {

    static final ImportNote NONE = new ImportNote("", "");

    static final Schema<ImportNote> SCHEMA = Schema.of("imported", ImportNote.class, NONE)
            .withCodec(Codec.ofTree(ImportNote::toTree, ImportNote::fromTree));

    static ImportNote of(byte[] file, Optional<Path> database) {
        return new ImportNote(digest(file), database.map(Path::toString).orElse(""));
    }

    boolean isOf(byte[] file) {
        return digest.equals(digest(file));
    }

    ImportNote withFile(byte[] file) {
        return new ImportNote(digest(file), from);
    }

    /** Whether the import has more to do: the session is still to be sealed, or its database to be moved. */
    boolean isCutOff(SavedSession saved) {
        return !digest.isEmpty()
                && (saved.session().isEmpty()
                        || (hasDatabase() && Files.exists(Path.of(from), LinkOption.NOFOLLOW_LINKS)));
    }

    boolean hasDatabase() {
        return !from.isEmpty();
    }

    private static String digest(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private JsonObject toTree() {
        return JsonObject.empty().with("digest", digest).with("from", from);
    }

    private static ImportNote fromTree(JsonObject tree) {
        return new ImportNote(tree.string("digest"), tree.string("from"));
    }
}
