// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of an account's keys in its scope, unsealed: the keyset, and an intent for each key that is being made.
 * An intent says all by its name, {@code key-intent.PROVIDER.ID}.
 */
final class AccountBlobs {

    private static final String INTENT = "key-intent.";
    private static final Pattern INTENT_NAME = Pattern.compile("key-intent\\.([a-z0-9-]+)\\.([0-9a-f]{32})");
    private static final byte[] INTENT_TEXT =
            "This key is being made. Unless the keyset names it, it is to be deleted.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Storage raw;
    private final Scope account;
    private final BlobName keyset;

    AccountBlobs(Storage raw, Scope account) {
        this.raw = raw;
        this.account = account;
        this.keyset = account.blob("keyset");
    }

    /** @throws UnreadableException if it is damaged, or of a newer version */
    Optional<StoredKeyset> keyset() {
        Optional<Stored> stored = raw.read(keyset);
        return stored.isPresent() ? Optional.of(parse(stored.get())) : Optional.empty();
    }

    private StoredKeyset parse(Stored stored) {
        try {
            return new StoredKeyset(keyset, Keyset.parse(stored.bytes()), stored.revision());
        } catch (FormatException e) {
            throw e.isNewer()
                    ? new UnreadableException(
                            Problems.newerKeyset(keyset), Reason.KEY_UNAVAILABLE, stored.revision(), null)
                    : new UnreadableException(Problems.damagedKeyset(keyset), Reason.DAMAGED, stored.revision(), null);
        }
    }

    void create(Keyset content) {
        create(keyset, content.toBytes());
    }

    void removeKeyset() {
        Blobs.remove(raw, keyset);
    }

    void createIntent(KeyRef ref) {
        create(intent(ref), INTENT_TEXT.clone());
    }

    void removeIntent(KeyRef ref) {
        Blobs.remove(raw, intent(ref));
    }

    private BlobName intent(KeyRef ref) {
        return account.blob(INTENT + ref.provider() + "." + ref.key());
    }

    /** The keys that are, or were, being made. */
    List<KeyRef> intents() {
        List<KeyRef> refs = new ArrayList<>();
        for (BlobName blob : raw.list(account)) {
            Matcher matcher = INTENT_NAME.matcher(blob.name());
            if (matcher.matches()) {
                refs.add(new KeyRef(matcher.group(1), new KeyId(matcher.group(2))));
            }
        }
        return refs;
    }

    private void create(BlobName name, byte[] content) {
        if (raw.replace(name, Revision.ABSENT, content, Durability.DURABLE) instanceof Replacement.Conflict) {
            throw Problems.notFresh(name, "another one made them just now");
        }
    }

    /**
     * Makes sure that no key is needed any more or was ever made.
     *
     * @throws ScopeGoneException if the account is logged out, or was never there
     * @throws HoldfastException HF-0311 if it has a keyset, or content that is sealed
     */
    void requireFresh() {
        Blobs.requireLive(raw, account);
        if (raw.revision(keyset).isPresent() || !raw.history(keyset).isEmpty()) {
            throw Problems.notFresh(keyset, "it has a keyset");
        }
        for (BlobName blob : raw.list(account)) {
            if (isSealed(blob)) {
                throw Problems.notFresh(blob, "it has content that is sealed under other keys");
            }
        }
    }

    private boolean isSealed(BlobName blob) {
        return raw.read(blob).filter(AccountBlobs::isSealed).isPresent()
                || raw.history(blob).stream()
                        .map(Generation::revision)
                        .anyMatch(revision -> raw.read(blob, revision)
                                .filter(AccountBlobs::isSealed)
                                .isPresent());
    }

    private static boolean isSealed(Stored stored) {
        return SealHeader.isSealed(stored.bytes());
    }

    /** A keyset and where it came from. */
    record StoredKeyset(BlobName name, Keyset keyset, Revision revision) {

        KeyRef ref() {
            return new KeyRef(keyset.provider(), keyset.kek());
        }
    }
}
