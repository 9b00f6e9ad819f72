// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Stored;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an old file held at a time.
 *
 * @param file where it was read
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, compared by hasSameBytes alone
record OldContent(Path file, byte[] bytes, Instant modified) {

    private static final Set<String> ENVELOPE = Set.of(
            EnvelopeWriter.VERSION,
            EnvelopeWriter.SEQUENCE,
            EnvelopeWriter.SAVED,
            EnvelopeWriter.CHECKSUM,
            EnvelopeWriter.OLDEST_READER,
            EnvelopeWriter.DATA);

    boolean hasSameBytes(OldContent other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /**
     * The same as a document would have stored it: in an envelope, its own or one of the version that is assumed.
     *
     * @throws CodecException if it is not JSON, or too long
     */
    Stored stored(int assumedVersion) {
        JsonValue content = JsonValue.parse(bytes);
        byte[] enveloped = isEnvelope(content) ? bytes : envelope(content, assumedVersion);
        return new Stored(Revision.ABSENT, enveloped, modified);
    }

    /** An envelope has a whole number for a version, has data, and has no field that no envelope has. */
    private static boolean isEnvelope(JsonValue content) {
        return content instanceof JsonObject object
                && object.get(EnvelopeWriter.DATA).isPresent()
                && object.get(EnvelopeWriter.VERSION)
                        .filter(OldContent::isWhole)
                        .isPresent()
                && ENVELOPE.containsAll(object.fields().keySet());
    }

    private static boolean isWhole(JsonValue version) {
        return version instanceof JsonNumber number && number.lexeme().chars().allMatch(Character::isDigit);
    }

    private byte[] envelope(JsonValue data, int version) {
        Slice text = Slice.of(data.print(Layout.COMPACT));
        return EnvelopeWriter.write(new Stamp(version, OptionalLong.empty()), 0, modified, text, Layout.COMPACT);
    }

    /** Without the content. */
    @Override
    public String toString() {
        return "OldContent[" + file + "]";
    }
}
