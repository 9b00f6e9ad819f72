// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static java.util.Objects.requireNonNull;

import dev.holdfast.storage.HoldfastException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A home's key providers, each opened when it is first needed and closed with the home. */
final class OpenProviders implements AutoCloseable {

    /** As long as leaves room for a key's id in the name of an intent. */
    private static final Pattern ID = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,26}[a-z0-9])?");

    private final Map<String, KeyProviderFactory> factories = new LinkedHashMap<>();
    private final Map<String, ProviderSlot> slots = new LinkedHashMap<>();
    private final Set<String> probed = ConcurrentHashMap.newKeySet();

    /** @throws IllegalArgumentException if an id is malformed, or given twice */
    OpenProviders(ProviderHome home, List<KeyProviderFactory> factories) {
        for (KeyProviderFactory factory : factories) {
            if (!ID.matcher(factory.id()).matches() || this.factories.put(factory.id(), factory) != null) {
                throw new IllegalArgumentException("Not a key provider's id, or there twice: " + factory.id());
            }
            slots.put(factory.id(), new ProviderSlot(factory, home));
        }
    }

    /** In order of preference. */
    List<KeyProviderFactory> atLeast(ProtectionLevel level) {
        List<KeyProviderFactory> strong = new ArrayList<>(factories.values());
        strong.removeIf(factory -> factory.level().compareTo(level) < 0);
        return strong;
    }

    /** @throws HoldfastException HF-0305 if one is not configured */
    List<KeyProviderFactory> require(Owner owner, List<String> ids) {
        return ids.stream()
                .map(id ->
                        find(id).orElseThrow(() -> new HoldfastException(Problems.notConfigured(owner.account(), id))))
                .toList();
    }

    Optional<KeyProviderFactory> find(String id) {
        return Optional.ofNullable(factories.get(id));
    }

    /** @throws ProviderUnavailableException if it cannot be used at present */
    KeyProvider open(KeyProviderFactory factory) {
        return slot(factory.id()).open();
    }

    private ProviderSlot slot(String id) {
        return requireNonNull(slots.get(id));
    }

    /** Whether the vault has shown in this process that it stores, gives back and deletes. */
    boolean isProbed(String id) {
        return probed.contains(id);
    }

    void setProbed(String id) {
        probed.add(id);
    }

    KeyDestruction destroy(KeyRef ref) {
        KeyProviderFactory factory = factories.get(ref.provider());
        if (factory == null) {
            return new KeyDestruction.Pending("the key provider " + ref.provider() + " is not configured");
        }
        try {
            return destroy(slot(factory.id()).openUnattended(), ref.key());
        } catch (ProviderUnavailableException e) {
            return new KeyDestruction.Pending(e.problem().what());
        }
    }

    private static KeyDestruction destroy(KeyProvider provider, KeyId key) {
        if (!(provider instanceof VaultProvider vault)) {
            return new KeyDestruction.RootRemains();
        }
        return Vaults.destroy(vault, key)
                ? new KeyDestruction.Destroyed()
                : new KeyDestruction.Pending("the key provider still has the key after deleting it");
    }

    @Override
    public void close() {
        Deque<ProviderSlot> lastFirst = new ArrayDeque<>();
        slots.values().forEach(lastFirst::push);
        RuntimeException failure = null;
        for (ProviderSlot slot : lastFirst) {
            try {
                slot.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
