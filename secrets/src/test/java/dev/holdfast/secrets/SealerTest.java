// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SealerTest {

    private static final long ONE = 1;
    private static final long OTHER = 2;
    private static final BlobName DRAFTS = TestHome.ALICE.blob("drafts");

    /** Two ids of one key, as no account has them. */
    @Test
    void theIdOfTheKeyIsSealedToo() throws FormatException {
        byte[] key = new byte[Xaes256Gcm.KEY_BYTES];
        byte[] keys = ByteBuffer.allocate(3 * key.length + 2 * Long.BYTES)
                .put(key)
                .putLong(ONE)
                .put(key)
                .putLong(OTHER)
                .put(key)
                .array();
        try (DataKeys dataKeys = DataKeys.parse(keys, ONE);
                Sealer sealer = new Sealer(new Owner(TestHome.APP, TestHome.ALICE), dataKeys, new SecureRandom())) {
            byte[] sealed = sealer.seal(DRAFTS, 1, new byte[] {42});
            assertThat(sealer.open(DRAFTS, stored(sealed)).stored().bytes()).containsExactly(42);
            new SealHeader(OTHER, 1, SealHeader.parse(sealed).nonce()).writeTo(sealed);
            assertThatExceptionOfType(UnreadableException.class)
                    .isThrownBy(() -> sealer.open(DRAFTS, stored(sealed)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("HF-0320"));
        }
    }

    private static Stored stored(byte[] bytes) {
        return new Stored(new Revision("1"), bytes, Instant.EPOCH);
    }
}
