// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.math.BigInteger;
import java.net.ProtocolException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What keeps a secret from those who read along on the bus: {@code dh-ietf1024-sha256-aes128-cbc-pkcs7} of the Secret
 * Service API ("Transfer of Secrets"). It proves nobody's identity.
 */
final class SessionKey {

    static final String ALGORITHM = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

    /** The group of RFC 2409, 6.2, whose generator is 2. */
    private static final BigInteger PRIME = new BigInteger(
            "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
                    + "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
                    + "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
                    + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
            16);

    private static final int GROUP_BYTES = 128;

    /** More than twice what the group is worth, as NIST SP 800-56A, 5.6.1.1, asks. */
    private static final int EXPONENT_BITS = 256;

    private static final int KEY_BYTES = 16;
    private static final int IV_BYTES = 16;

    private final SecureRandom random;
    private final SecretKeySpec key;

    private SessionKey(SecureRandom random, SecretKeySpec key) {
        this.random = random;
        this.key = key;
    }

    /** One side of an agreement. */
    record Half(BigInteger exponent, SecureRandom random) {

        static Half random(SecureRandom random) {
            return new Half(new BigInteger(EXPONENT_BITS, random).setBit(EXPONENT_BITS - 1), random);
        }

        /** What the other side is told. */
        byte[] publicKey() {
            return padded(BigInteger.TWO.modPow(exponent, PRIME));
        }

        /** @throws ProtocolException if {@code otherPublicKey} is none */
        SessionKey agree(byte[] otherPublicKey) throws ProtocolException {
            BigInteger other = new BigInteger(1, otherPublicKey);
            if (other.compareTo(BigInteger.ONE) <= 0 || other.compareTo(PRIME.subtract(BigInteger.ONE)) >= 0) {
                throw new ProtocolException("no public key");
            }
            return new SessionKey(random, derive(padded(other.modPow(exponent, PRIME))));
        }

        @Override
        public String toString() {
            return "Half";
        }
    }

    private static byte[] padded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[GROUP_BYTES];
        int from = Math.max(0, bytes.length - GROUP_BYTES);
        System.arraycopy(bytes, from, padded, GROUP_BYTES - (bytes.length - from), bytes.length - from);
        return padded;
    }

    /** HKDF (RFC 5869) without salt or info, of which one block is enough. */
    private static SecretKeySpec derive(byte[] shared) {
        byte[] extracted = hmac(new byte[32], shared);
        byte[] expanded = hmac(extracted, new byte[] {1});
        try {
            return new SecretKeySpec(expanded, 0, KEY_BYTES, "AES");
        } finally {
            Arrays.fill(shared, (byte) 0);
            Arrays.fill(extracted, (byte) 0);
            Arrays.fill(expanded, (byte) 0);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    Transferred seal(byte[] secret) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            return new Transferred(iv, crypt(Cipher.ENCRYPT_MODE, iv, secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES", e);
        }
    }

    /** @throws ProtocolException if nothing was sealed so */
    byte[] unseal(Transferred sealed) throws ProtocolException {
        try {
            return crypt(Cipher.DECRYPT_MODE, sealed.parameters(), sealed.value());
        } catch (GeneralSecurityException e) {
            throw new ProtocolException("a secret under another session key");
        }
    }

    private byte[] crypt(int mode, byte[] iv, byte[] input) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, key, new IvParameterSpec(iv));
        return cipher.doFinal(input);
    }
}
