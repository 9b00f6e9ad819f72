// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/**
 * The key-encryption key of an account, which wraps its data keys, bound to the account and to its own id. Wrapping and
 * the check value use keys of their own, derived from it.
 */
final class Kek implements AutoCloseable {

    private static final int BYTES = Xaes256Gcm.KEY_BYTES;
    private static final String LAYOUT = "holdfast keyset 1";

    private final Owner owner;
    private final KeyId id;
    private final SecretBytes key;

    private Kek(Owner owner, KeyId id, SecretBytes key) {
        this.owner = owner;
        this.id = id;
        this.key = key;
    }

    static Kek generate(Owner owner, SecureRandom random) {
        return new Kek(owner, KeyId.random(random), SecretBytes.random(BYTES, random));
    }

    /**
     * A copy of the key that a keyset names; of any length, so that a wrong one is found out by its check value. Empty if
     * the provider is healthy and does not have it.
     *
     * @throws ProviderUnavailableException if the provider does not answer
     * @throws AEADBadTagException if the provider's root key is not the one that wraps it
     */
    static Optional<Kek> fetch(Owner owner, KeyId id, KekCopy copy, KeyProvider provider) throws AEADBadTagException {
        if (provider instanceof VaultProvider vault) {
            return vault.get(id).map(key -> new Kek(owner, id, key));
        }
        try (SecretBytes root = ((RootProvider) provider).root()) {
            return Optional.of(unwrap(owner, id, copy, root));
        }
    }

    private static Kek unwrap(Owner owner, KeyId id, KekCopy copy, SecretBytes root) throws AEADBadTagException {
        if (copy.isKept()) {
            throw new AEADBadTagException("Made by a provider that keeps keys");
        }
        byte[] rootKey = rootKey(owner, root);
        try {
            byte[] box = Base64.getDecoder().decode(copy.wrapped());
            return new Kek(owner, id, SecretBytes.owning(Box.open(rootKey, associated(owner, id), box)));
        } finally {
            Arrays.fill(rootKey, (byte) 0);
        }
    }

    String wrapUnder(SecretBytes root, SecureRandom random) {
        byte[] rootKey = rootKey(owner, root);
        byte[] plain = key.reveal();
        try {
            byte[] box = Box.seal(rootKey, associated(owner, id), plain, random);
            return Base64.getEncoder().encodeToString(box);
        } finally {
            Arrays.fill(rootKey, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] rootKey(Owner owner, SecretBytes root) {
        try (SecretBytes derived = root.derive(owner.bind(LAYOUT, "root"), BYTES)) {
            return derived.reveal();
        }
    }

    private static byte[] associated(Owner owner, KeyId id) {
        return owner.bind(LAYOUT, "kek", id.text());
    }

    KeyId id() {
        return id;
    }

    SecretBytes key() {
        return key;
    }

    /** What proves a key to be this one, and tells nothing else of it. */
    String check() {
        byte[] checkKey = derived("check");
        try {
            byte[] check = Hkdf.hmac(checkKey, owner.bind(LAYOUT, id.text()));
            return Base64.getEncoder().encodeToString(check);
        } finally {
            Arrays.fill(checkKey, (byte) 0);
        }
    }

    boolean matches(String check) {
        return MessageDigest.isEqual(
                check.getBytes(StandardCharsets.US_ASCII), check().getBytes(StandardCharsets.US_ASCII));
    }

    Keyset wrap(DataKeys keys, Keyset keyset, SecureRandom random) {
        byte[] wrappingKey = derived("data-keys");
        byte[] plain = keys.toBytes();
        try {
            return keyset.withDataKeys(Box.seal(wrappingKey, associated(keyset), plain, random));
        } finally {
            Arrays.fill(wrappingKey, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** @throws FormatException if the keyset is not, in every public line, what was wrapped */
    DataKeys unwrap(Keyset keyset) throws FormatException {
        byte[] wrappingKey = derived("data-keys");
        byte[] plain = new byte[0];
        try {
            plain = Box.open(
                    wrappingKey, associated(keyset), Base64.getDecoder().decode(keyset.dataKeys()));
            return DataKeys.parse(plain, keyset.primary());
        } catch (AEADBadTagException e) {
            throw FormatException.damaged();
        } finally {
            Arrays.fill(wrappingKey, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    private byte[] associated(Keyset keyset) {
        return owner.bind(LAYOUT, id.text(), keyset.publicPart());
    }

    private byte[] derived(String purpose) {
        try (SecretBytes derived = key.derive(owner.bind(LAYOUT, purpose), BYTES)) {
            return derived.reveal();
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
