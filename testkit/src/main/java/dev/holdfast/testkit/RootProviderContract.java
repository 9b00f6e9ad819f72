// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secrets.KeyDestruction;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyRef;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.RootProvider;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.storage.UnreadableException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What a {@link RootProvider} promises, as tests. A provider proves itself by a subclass with three methods. */
public abstract class RootProviderContract extends KeyProviderContract {

    /** For subclasses. */
    protected RootProviderContract() {}

    /**
     * Gives the provider another root key, or another secret that leads to one, for the rest of this test.
     *
     * @throws Exception fails the test
     */
    protected abstract void makeDifferent() throws Exception;

    private RootProvider provider() {
        return (RootProvider) open(APP);
    }

    private SecretBytes root(RootProvider provider) {
        return answer(provider::root);
    }

    /** As it is after the first account was made. */
    private SecretBytes made() {
        return answer(provider()::rootOrNew);
    }

    @Test
    void theRootKeyIsLongEnough() {
        assertThat(made().length()).isGreaterThanOrEqualTo(RootProvider.MIN_BYTES);
    }

    @Test
    void theRootKeyIsTheSameAtEveryCallAndInEveryProcess() {
        SecretBytes first = made();
        RootProvider provider = provider();
        assertThat(root(provider)).isEqualTo(first);
        assertThat(root(provider)).isEqualTo(first);
        assertThat(answer(provider::rootOrNew)).isEqualTo(first);
        call(provider::close);
        assertThat(made()).isEqualTo(first);
        assertThat(root(provider())).isEqualTo(first);
    }

    @Test
    void theRootKeyIsTheCallersToClose() {
        byte[] first = made().reveal();
        RootProvider provider = provider();
        root(provider).close();
        assertThat(root(provider).reveal()).isEqualTo(first);
    }

    @Test
    void anotherRootOpensNothingAndChangesNothing() throws Exception {
        create();
        SecretBytes root = made();
        byte[] before = keyset();
        makeDifferent();
        UnreadableException e = catchThrowableOfType(UnreadableException.class, this::reopen);
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(UnreadableException.Reason.WRONG_KEY);
        assertThat(keyset()).isEqualTo(before);
        assertKeptSecret(root, e);
    }

    @Test
    void whileItIsUnavailableItOpensAndSaysSoWhenItIsAsked() throws Exception {
        made();
        makeUnavailable();
        RootProvider provider = provider();
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> root(provider));
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(() -> answer(provider::rootOrNew));
    }

    @Test
    void aLogOutNeedsNoRootKeyAndTellsThatItRemains() throws Exception {
        create();
        KeyManager manager = manager();
        KeyRef ref = manager.keys(ACCOUNT).get(0);
        makeUnavailable();
        assertThat(answer(() -> manager().destroyKey(ref))).isEqualTo(new KeyDestruction.RootRemains());
    }

    @Test
    void noMessageShowsTheRootKey() throws Exception {
        SecretBytes root = made();
        RootProvider provider = provider();
        root(provider);
        assertKeptSecret(root, provider);
        makeUnavailable();
        RootProvider silent = provider();
        assertKeptSecret(root, silent, catchThrowable(() -> root(silent)));
    }

    @Test
    void manyThreadsGetTheSameRootKey() {
        Set<SecretBytes> roots = ConcurrentHashMap.newKeySet();
        RootProvider provider = provider();
        call(() -> Threads.run(THREADS, number -> roots.add(provider.rootOrNew())));
        assertThat(roots).hasSize(1);
    }

    @Test
    void anInterruptedCallerGetsTheRootKeyOrIsTold() {
        SecretBytes first = made();
        RootProvider provider = provider();
        assertAnsweredOrUnavailable(() -> assertThat(provider.root()).isEqualTo(first));
        assertThat(root(provider)).isEqualTo(first);
    }
}
