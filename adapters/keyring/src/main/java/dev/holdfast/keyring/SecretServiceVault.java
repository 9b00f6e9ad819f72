// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import dev.holdfast.keyring.SecretService.Found;
import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Keys as items of the Secret Service's default collection. Each call connects for itself, so that nothing of it outlives
 * a keyring that is restarted, and no call waits for another's.
 */
final class SecretServiceVault implements VaultProvider {

    private final String appId;
    private final Environment environment;
    private final Waiting waiting;
    private final SecureRandom random;

    private SecretServiceVault(String appId, Environment environment, Waiting waiting, SecureRandom random) {
        this.appId = appId;
        this.environment = environment;
        this.waiting = waiting;
        this.random = random;
    }

    /** The vault of an app, unlocked. */
    static SecretServiceVault open(String appId, Environment environment, Waiting waiting, SecureRandom random) {
        SecretServiceVault vault = new SecretServiceVault(appId, environment, waiting, random);
        if (vault.call(vault::unlock)) {
            vault.call(SecretServiceVault::unlockedCollection);
        }
        return vault;
    }

    /** Whether a person was asked, whose answer is not believed, and took time. */
    private boolean unlock(SecretService service) throws IOException {
        String collection = collection(service);
        if (service.isLocked(collection)) {
            Optional<String> prompt = service.unlock(collection);
            if (prompt.isPresent()) {
                ask(service, prompt.get());
                return true;
            }
            unlockedCollection(service);
        }
        return false;
    }

    private void ask(SecretService service, String prompt) throws IOException {
        if (!isAnybodyThere()) {
            throw Problems.locked();
        }
        switch (service.show(prompt, Deadline.in(waiting.person()))) {
            case GIVEN -> {}
            case DISMISSED -> throw Problems.dismissed();
            case NONE -> throw Problems.nobodyAnswered(waiting.person());
        }
    }

    private boolean isAnybodyThere() {
        return !waiting.person().isZero()
                && environment
                        .get("DISPLAY")
                        .or(() -> environment.get("WAYLAND_DISPLAY"))
                        .isPresent();
    }

    @Override
    public void put(KeyId id, SecretBytes key) {
        byte[] plain = key.reveal();
        try {
            call(service -> {
                String collection = unlockedCollection(service);
                SecretSession session = service.session(SessionKey.Half.random(random));
                return done(service.create(collection, "Holdfast key of " + appId, attributes(id), session, plain));
            });
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
        sync();
    }

    @Override
    public Optional<SecretBytes> get(KeyId id) {
        return call(service -> {
            Found found = search(service, id);
            return found.unlocked().isEmpty()
                    ? Optional.empty()
                    : Optional.of(secret(service, found.unlocked().get(0)));
        });
    }

    private SecretBytes secret(SecretService service, String item) throws IOException {
        byte[] plain = service.secret(item, service.session(SessionKey.Half.random(random)));
        try {
            return SecretBytes.copyOf(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    @Override
    public void delete(KeyId id) {
        call(service -> {
            for (String item : search(service, id).unlocked()) {
                done(service.delete(item));
            }
            return true;
        });
        sync();
    }

    /**
     * What there is of a key. None means that it is absent: the collection that it would be in is unlocked, and none that
     * is locked says that it has one.
     */
    private Found search(SecretService service, KeyId id) throws IOException {
        unlockedCollection(service);
        Found found = service.search(attributes(id));
        if (!found.locked().isEmpty()) {
            throw Problems.locked();
        }
        return found;
    }

    private Map<String, String> attributes(KeyId id) {
        return Map.of("xdg:schema", "dev.holdfast.Key", "app", appId, "id", id.text());
    }

    private static String unlockedCollection(SecretService service) throws IOException {
        String collection = collection(service);
        if (service.isLocked(collection)) {
            throw Problems.locked();
        }
        return collection;
    }

    private static String collection(SecretService service) throws IOException {
        return service.defaultCollection().orElseThrow(Problems::noCollection);
    }

    /** Where a prompt would have to be answered, nothing was done, and nobody is asked. */
    private static boolean done(Optional<String> prompt) {
        if (prompt.isPresent()) {
            throw Problems.locked();
        }
        return true;
    }

    private void sync() {
        try {
            KeyringDirectory.of(environment).sync();
        } catch (IOException e) {
            throw Problems.notDurable(e);
        }
    }

    /** What is done while connected. */
    private interface Work<T> {
        T with(SecretService service) throws IOException;
    }

    private <T> T call(Work<T> work) {
        try (SecretService service =
                SecretService.connect(SessionBus.socket(environment), Deadline.in(waiting.keyring()))) {
            return work.with(service);
        } catch (IOException e) {
            throw Problems.of(e);
        }
    }

    /** Nothing stays open between calls. */
    @Override
    public void close() {}
}
