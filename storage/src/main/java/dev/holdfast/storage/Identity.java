// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What tells one stored content from every other: the file's number, size and time, and a checksum of its first
 * {@value #LEAD} bytes. Times strictly increase along a blob's line, so that they alone tell our own writes apart; the
 * rest catches foreign hands.
 */
record Identity(FileFacts facts, int checksum) {

    /** As many leading bytes as hold an envelope's or a seal's header. */
    static final int LEAD = 256;

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]+)(-[0-9a-f]+-([0-9a-f]{1,16})-[0-9a-f]+)");

    static Identity of(FileFacts facts, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content, 0, Math.min(content.length, LEAD));
        return new Identity(facts, (int) crc.getValue());
    }

    /** The number of this content as a generation: its time. */
    long number() {
        return facts.micros();
    }

    Revision revision() {
        return new Revision(Long.toHexString(facts.inode())
                + '-'
                + Long.toHexString(facts.size())
                + '-'
                + Long.toHexString(facts.micros())
                + '-'
                + Integer.toHexString(checksum));
    }

    /**
     * Whether a revision names this content. The file's number does not count: a generation is a copy where the file
     * system has no hard links.
     */
    boolean isNamedBy(Revision revision) {
        return sameContent(revision(), revision);
    }

    /** Whether two revisions name the same content, as {@link #isNamedBy}. */
    static boolean sameContent(Revision one, Revision other) {
        Matcher first = TEXT.matcher(one.text());
        Matcher second = TEXT.matcher(other.text());
        return first.matches() && second.matches() && first.group(2).equals(second.group(2));
    }

    /** The number of the generation that a revision names; empty if it is not one of ours. */
    static OptionalLong number(Revision revision) {
        Matcher named = TEXT.matcher(revision.text());
        return named.matches() ? OptionalLong.of(Long.parseUnsignedLong(named.group(3), 16)) : OptionalLong.empty();
    }
}
