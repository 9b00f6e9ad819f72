// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.Generation;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;
import dev.holdfast.storage.Replacement;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.ScopeGoneException;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is kept of an account's keys in its scope, unsealed: the keyset; an intent for each key that is being made or
 * given up, which says all by its name, {@code key-intent.PROVIDER.ID}; and a note for each data key that something in
 * quarantine is sealed under, {@code key-needed.ID}.
 */
final class AccountBlobs {

    private static final String INTENT = "key-intent.";
    private static final Pattern INTENT_NAME = Pattern.compile("key-intent\\.([a-z0-9-]+)\\.([0-9a-f]{32})");
    private static final byte[] INTENT_TEXT =
            "This key is being made, or given up. Unless the keyset names it, it is to be deleted.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final String NEEDED = "key-needed.";
    private static final Pattern NEEDED_NAME = Pattern.compile("key-needed\\.([0-9a-f]{16})");
    private static final byte[] NEEDED_TEXT =
            "Something in quarantine is sealed under this data key.\n".getBytes(StandardCharsets.US_ASCII);

    private final Storage raw;
    private final Owner owner;
    private final Scope account;
    private final BlobName keyset;

    AccountBlobs(Storage raw, Owner owner) {
        this.raw = raw;
        this.owner = owner;
        this.account = owner.account();
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

    /** As {@link #keyset}; what it gives survives a power cut. */
    Optional<StoredKeyset> durableKeyset() {
        while (true) {
            Optional<StoredKeyset> stored = keyset();
            if (stored.isEmpty() || raw.confirm(keyset, stored.get().revision()) instanceof Replacement.Replaced) {
                return stored;
            }
        }
    }

    boolean isLive() {
        return Blobs.isLive(raw, account);
    }

    Revision keysetRevision() {
        return raw.revision(keyset);
    }

    /** Stores the first keyset, and gives it as it is stored. */
    StoredKeyset create(Keyset content) {
        return replace(Revision.ABSENT, content);
    }

    /** @throws HoldfastException HF-0311 if another one was faster */
    StoredKeyset replace(Revision expected, Keyset content) {
        if (raw.replace(keyset, expected, content.toBytes(), Durability.DURABLE)
                instanceof Replacement.Replaced replaced) {
            return new StoredKeyset(keyset, content, replaced.revision());
        }
        throw Problems.notFresh(keyset, "another one made them just now");
    }

    /** Whether something is left of a change of keys that did not come to its end. */
    boolean isUnsettled() {
        return !intents().isEmpty() || !raw.history(keyset).isEmpty();
    }

    /** Earlier keysets open with keys that are to be deleted: they go first. */
    void forgetEarlierKeysets() {
        raw.forgetHistory(keyset);
    }

    void removeKeyset() {
        Blobs.remove(raw, keyset);
    }

    /** Does nothing if there is one. */
    void createIntent(KeyRef ref) {
        note(intent(ref), INTENT_TEXT);
    }

    /** Keeps a data key from ever being dropped. */
    void need(long dataKey) {
        note(account.blob(NEEDED + HexFormat.of().toHexDigits(dataKey)), NEEDED_TEXT);
    }

    Set<Long> needed() {
        return matching(NEEDED_NAME)
                .map(matcher -> HexFormat.fromHexDigitsToLong(matcher.group(1)))
                .collect(Collectors.toSet());
    }

    void removeIntent(KeyRef ref) {
        Blobs.remove(raw, intent(ref));
    }

    private BlobName intent(KeyRef ref) {
        return account.blob(INTENT + ref.provider() + "." + ref.key());
    }

    /** The keys that are, or were, being made or given up. */
    List<KeyRef> intents() {
        return matching(INTENT_NAME)
                .map(matcher -> new KeyRef(matcher.group(1), new KeyId(matcher.group(2))))
                .toList();
    }

    private Stream<Matcher> matching(Pattern form) {
        return raw.list(account).stream().map(blob -> form.matcher(blob.name())).filter(Matcher::matches);
    }

    /** Who has copies of a keyset's key, also under a root key; and who has the anchor. */
    Set<KeyRef> refs(Keyset of) {
        return refs(of, copy -> true);
    }

    /** What vaults keep for a keyset. */
    Set<KeyRef> kept(Keyset of) {
        return refs(of, KekCopy::isKept);
    }

    private Set<KeyRef> refs(Keyset of, Predicate<KekCopy> which) {
        Set<KeyRef> refs = new LinkedHashSet<>();
        of.copies().stream().filter(which).forEach(copy -> refs.add(new KeyRef(copy.provider(), of.kek())));
        of.anchoredAt().ifPresent(provider -> refs.add(new KeyRef(provider, Anchor.id(owner))));
        return refs;
    }

    /** Whoever was faster has noted the same. */
    private void note(BlobName name, byte[] text) {
        raw.replace(name, Revision.ABSENT, text.clone(), Durability.DURABLE);
    }

    /**
     * Makes sure that no key is needed any more or was ever made.
     *
     * @throws ScopeGoneException if the account is logged out, or was never there
     * @throws HoldfastException HF-0311 if it has a keyset, or content that is sealed
     */
    void requireFresh() {
        Blobs.requireLive(raw, account);
        if (hasKeyset()) {
            throw Problems.notFresh(keyset, "it has a keyset");
        }
        sealed().ifPresent(blob -> {
            throw Problems.notFresh(blob, "it has content that is sealed under other keys");
        });
    }

    /** Whether there may be something that only keys of the account open. */
    boolean isInNeedOfKeys() {
        return hasKeyset() || sealed().isPresent();
    }

    private boolean hasKeyset() {
        return raw.revision(keyset).isPresent() || !raw.history(keyset).isEmpty();
    }

    private Optional<BlobName> sealed() {
        return raw.listKept(account).stream().filter(this::isSealed).findFirst();
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

        UnreadableException unreadable(Problem problem, Reason reason) {
            return new UnreadableException(problem, reason, revision, null);
        }

        UnreadableException unavailable(ProviderUnavailableException cause) {
            return new UnreadableException(cause.problem(), Reason.KEY_UNAVAILABLE, revision, cause);
        }
    }
}
