// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.BusyException;
import dev.holdfast.storage.Lease;
import dev.holdfast.storage.LeaseMode;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.UnreadableException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the sequences of an account's keyset and of some of its blobs have come, kept with the vault that keeps the
 * account's key: what is older was put back. The blob is stored first and the anchor raised after it, so a crash in
 * between leaves an anchor that is too low until the next save. Reading stores nothing, and waits for nobody who stores. A
 * root provider keeps nothing, so accounts under one have no anchor.
 */
final class Anchor {

    /** The name under which the keyset's sequence is anchored. */
    static final String KEYSET = "keyset";

    private static final String KIND = "holdfast-anchor 1";
    private static final String LEASE = "anchor";
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Owner owner;
    private final Storage raw;
    private final String provider;
    private final @Nullable VaultProvider vault;
    private final Map<String, Long> reached = new ConcurrentSkipListMap<>();

    private Anchor(Owner owner, Storage raw, String provider, @Nullable VaultProvider vault) {
        this.owner = owner;
        this.raw = raw;
        this.provider = provider;
        this.vault = vault;
    }

    /** Of an account whose providers keep nothing; or keep it where it is not to be had now. */
    static Anchor none(Owner owner, Storage raw) {
        return new Anchor(owner, raw, "", null);
    }

    /** Of an account that is being made: nothing is stored before the first {@link #raise}. */
    static Anchor fresh(Owner owner, Storage raw, Holder holder) {
        return new Anchor(owner, raw, holder.id(), holder.vault().orElse(null));
    }

    /** @throws ProviderUnavailableException if the vault does not answer */
    static Anchor load(Owner owner, Storage raw, String provider, VaultProvider vault) {
        Anchor anchor = new Anchor(owner, raw, provider, vault);
        anchor.merge(vault);
        return anchor;
    }

    /** The name of an account's anchor at its vault: that of no key, since those are random. */
    static KeyId id(Owner owner) {
        return KeyId.of(owner.bind("holdfast anchor 1"));
    }

    /** Below this a sequence is one that was put back; 0 if none is known. */
    long reached(String name) {
        return reached.getOrDefault(name, 0L);
    }

    /** Goes on from where another anchor of the account is. */
    void take(Anchor other) {
        other.reached.forEach(this::note);
    }

    /** Remembers a sequence that was read, in this process; the vault is told with the next that is stored. */
    void note(String name, long sequence) {
        reached.merge(name, sequence, Math::max);
    }

    /** Tells the vault of a sequence that was stored durably; where it cannot be told now, it is told with the next. */
    void raise(String name, long sequence) {
        if (vault != null && sequence > reached(name)) {
            note(name, sequence);
            store(vault);
        }
    }

    /**
     * Takes sequences as they are, lower ones too: a backup was put back on purpose.
     *
     * @throws ProviderUnavailableException if the vault does not answer
     * @throws BusyException if others are storing it for too long; nothing was changed
     */
    void set(Map<String, Long> sequences) {
        if (vault != null) {
            VaultProvider at = vault;
            alone(() -> {
                reached.clear();
                reached.putAll(sequences);
                put(at);
            });
        }
    }

    private void store(VaultProvider at) {
        try {
            alone(() -> {
                merge(at);
                put(at);
            });
        } catch (ProviderUnavailableException | BusyException e) {
            Log.LOGGER.log(
                    Level.WARNING, "How far {0} has come could not be anchored. {1}", owner.account(), e.getMessage());
        }
    }

    private void alone(Runnable work) {
        Lease alone = raw.lease(owner.account(), LEASE, LeaseMode.EXCLUSIVE, WAIT)
                .orElseThrow(() -> new BusyException(Problems.busy(owner.account())));
        try {
            work.run();
        } finally {
            alone.close();
        }
    }

    /** A log-out or a move of the keys that did not wait may have looked for the anchor before it was stored. */
    private void put(VaultProvider at) {
        at.put(id(owner), print());
        if (!Blobs.isLive(raw, owner.account()) || !isNamed()) {
            at.delete(id(owner));
        }
    }

    /** Whether the keyset, as far as it tells, has its anchor here. */
    private boolean isNamed() {
        try {
            return new AccountBlobs(raw, owner)
                    .keyset()
                    .flatMap(stored -> stored.keyset().anchoredAt())
                    .filter(provider::equals)
                    .isPresent();
        } catch (UnreadableException e) {
            return true;
        }
    }

    /** What is stored at the vault counts as well. What is there and no anchor of this version is none. */
    private void merge(VaultProvider at) {
        at.get(id(owner)).ifPresent(stored -> {
            try (stored) {
                parse(new String(stored.reveal(), StandardCharsets.US_ASCII));
            }
        });
    }

    private void parse(String text) {
        String[] lines = text.split("\n", -1);
        if (!lines[0].equals(KIND)) {
            return;
        }
        Arrays.stream(lines, 1, lines.length)
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length == 2 && fields[1].matches("[0-9]{1,18}"))
                .forEach(fields -> note(fields[0], Long.parseLong(fields[1])));
    }

    private SecretBytes print() {
        StringBuilder text = new StringBuilder(KIND).append('\n');
        reached.forEach((name, sequence) ->
                text.append(name).append(' ').append(sequence.longValue()).append('\n'));
        return SecretBytes.owning(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
