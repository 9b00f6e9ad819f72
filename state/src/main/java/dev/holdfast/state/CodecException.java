// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import java.util.List;

/**
 * Bytes and a type that do not fit. Its text names the place by components of records, line and column, and carries no
 * value and no key of a map; for the same reason it has no cause.
 */
public final class CodecException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /** In what way they do not fit. */
    public enum Kind {
        /** The bytes are not JSON. */
        MALFORMED("HF-0201", "this is not JSON"),
        /** Too deep, or too long: see the limits of {@link JsonValue}. */
        LIMIT("HF-0202", "this is beyond the limits for a document"),
        /** A component of a record is not in the data. */
        MISSING("HF-0203", "the data lack a component of the type"),
        /** The data have a field that the type does not know. */
        UNKNOWN("HF-0204", "the data have a field that the type does not know"),
        /** A value is of another kind than the type wants, or the type refused it. */
        MISMATCH("HF-0205", "the data do not fit the type"),
        /** A value that cannot be written. */
        UNWRITABLE("HF-0206", "the value cannot be written as JSON");

        private final String code;
        private final String what;

        Kind(String code, String what) {
            this.code = code;
            this.what = what;
        }

        private Problem problem(List<String> path, String detail) {
            String where = path.isEmpty() ? null : "data." + String.join(".", path);
            return new Problem(code, what + ", " + detail, where, SAFE, advice());
        }

        private String advice() {
            return switch (this) {
                case MALFORMED, LIMIT -> "look at the file; an earlier generation may be whole";
                case MISSING -> "say Schema.whenMissing, or add a version to the schema, with a migration";
                case UNKNOWN, MISMATCH -> "add a version to the schema, with a migration";
                case UNWRITABLE -> "change the value or its type; nothing was written";
            };
        }
    }

    private static final String SAFE = "what is stored was not touched";

    private final Kind kind;
    private final String[] path;

    /**
     * @param path components of records from the root to the place; {@code "*"} stands for a key of a map or an element
     * @param detail a clause that carries no value
     */
    public CodecException(Kind kind, List<String> path, String detail) {
        super(kind.problem(path, detail));
        this.kind = kind;
        this.path = path.toArray(String[]::new);
    }

    /** In what way. */
    public Kind kind() {
        return kind;
    }

    /** Components of records from the root to the place; {@code "*"} stands for a key of a map or an element. */
    public List<String> path() {
        return List.of(path);
    }
}
