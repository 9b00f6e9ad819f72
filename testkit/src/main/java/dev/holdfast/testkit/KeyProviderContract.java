// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secrets.AccountKeys;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.Stored;
import dev.holdfast.storage.UnreadableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link KeyProvider} promises, as tests; {@link VaultProviderContract} and {@link RootProviderContract} add
 * what its kind promises. Each test has an instance of its own, homes of its own in memory, and a time limit for every call.
 */
@Timeout(120)
public abstract class KeyProviderContract {

    static final Scope ACCOUNT = Scope.of("accounts", "contract");
    static final String APP = "org.example.contract";
    static final String OTHER_APP = "org.example.contract-two";
    static final int THREADS = 4;

    private final Map<String, Storage> storages = new LinkedHashMap<>();

    /** Only what this package offers can be a provider's contract. */
    KeyProviderContract() {}

    /**
     * The provider as a process that starts now would configure it. The suite calls it often; whatever was kept under an
     * earlier one is there under the next.
     *
     * @throws Exception fails the test
     */
    protected abstract KeyProviderFactory factory() throws Exception;

    /**
     * Makes the provider unavailable for the rest of this test: its service is stopped, its variable not set, nobody
     * answers.
     *
     * @throws Exception fails the test
     */
    protected abstract void makeUnavailable() throws Exception;

    /** How long a call may take; five seconds, unless this is overridden. */
    protected Duration bound() {
        return Duration.ofSeconds(5);
    }

    /** Texts that no message of the provider may show, besides its keys: a passphrase. None, unless this is overridden. */
    protected List<String> secrets() {
        return List.of();
    }

    @BeforeEach
    final void makeTheHomes() {
        for (String app : List.of(APP, OTHER_APP)) {
            Storage storage = new MemoryStorage();
            storage.create(ACCOUNT);
            storages.put(app, storage);
        }
    }

    @AfterEach
    final void closeTheHomes() {
        storages.values().forEach(Storage::close);
    }

    final Storage storage(String app) {
        return Objects.requireNonNull(storages.get(app));
    }

    final KeyProvider open(String app) {
        return answer(() -> factory().open(new ProviderHome(app, storage(app))));
    }

    final KeyManager manager() {
        return answer(() -> KeyManager.of(
                APP,
                storage(APP),
                List.of(factory()),
                ProtectionLevel.FILE_KEY,
                Clock.systemUTC(),
                new SecureRandom()));
    }

    /** What the call gives, or throws; and it must do so in time. */
    final <T> T answer(Callable<T> call) {
        return new Answers(bound()).of(call);
    }

    final void call(Runnable call) {
        answer(() -> {
            call.run();
            return true;
        });
    }

    @Test
    void itsNameAndLevelAreTheSameInEveryProcess() throws Exception {
        assertThat(factory().id()).isEqualTo(factory().id()).matches("[a-z0-9](?:[a-z0-9-]{0,26}[a-z0-9])?");
        assertThat(factory().level()).isEqualTo(factory().level());
    }

    @Test
    void closingTwiceDoesNothing() {
        KeyProvider provider = open(APP);
        call(provider::close);
        call(provider::close);
    }

    @Test
    void anAccountThatWasMadeWithItOpensAgain() {
        SecretBytes made = create();
        assertThat(reopen()).isEqualTo(made);
    }

    /** Makes the account; what is derived from its keys. */
    final SecretBytes create() {
        return derived(manager -> manager.create(ACCOUNT));
    }

    /** Opens the account as the next process does; what is derived from its keys. */
    final SecretBytes reopen() {
        return derived(manager -> manager.open(ACCOUNT));
    }

    private SecretBytes derived(Function<KeyManager, AccountKeys> opening) {
        KeyManager manager = manager();
        return answer(() -> {
            try (AccountKeys keys = opening.apply(manager)) {
                return keys.derive("contract", 32);
            } finally {
                manager.close();
            }
        });
    }

    @Test
    void whileItIsUnavailableNoAccountIsSaidToBeLostAndNothingIsChanged() throws Exception {
        create();
        byte[] before = keyset();
        makeUnavailable();
        UnreadableException e = catchThrowableOfType(UnreadableException.class, this::reopen);
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(UnreadableException.Reason.KEY_UNAVAILABLE);
        assertThat(keyset()).isEqualTo(before);
    }

    final byte[] keyset() {
        return storage(APP).read(ACCOUNT.blob("keyset")).map(Stored::bytes).orElseThrow();
    }

    @Test
    void whileItIsUnavailableNoAccountIsMade() throws Exception {
        makeUnavailable();
        HoldfastException e = catchThrowableOfType(HoldfastException.class, this::create);
        assertThat(e).isNotNull();
        assertThat(e.getSuppressed()).singleElement().isInstanceOf(ProviderUnavailableException.class);
        assertThat(storage(APP).read(ACCOUNT.blob("keyset"))).isEmpty();
    }

    /** In an interrupt the provider may give up, but it must not answer wrongly, nor swallow the interrupt. */
    final void assertAnsweredOrUnavailable(Runnable call) {
        call(() -> {
            Thread.currentThread().interrupt();
            try {
                call.run();
            } catch (ProviderUnavailableException e) {
                assertThat(e.problem()).isNotNull();
            }
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        });
    }

    /** Fails if one of these shows the key, or another secret, as text, in hexadecimal digits or in Base64. */
    final void assertKeptSecret(SecretBytes key, Object... shown) throws Exception {
        Needles needles = new Needles(secrets());
        needles.add("the key", key.reveal());
        assertThat(needles.foundIn(factory().toString())).isEmpty();
        for (Object one : shown) {
            assertThat(needles.foundIn(one instanceof Throwable thrown ? trace(thrown) : one.toString()))
                    .as(one.getClass().getName())
                    .isEmpty();
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
