// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static dev.holdfast.testkit.Operation.CREATE;
import static dev.holdfast.testkit.Operation.DELETE;
import static dev.holdfast.testkit.Operation.READ;
import static dev.holdfast.testkit.Operation.REPLACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Durability;
import dev.holdfast.storage.ForwardingStorage;
import dev.holdfast.storage.MemoryStorage;
import dev.holdfast.storage.Revision;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.State;
import dev.holdfast.testkit.FaultyStorage.Call;
import dev.holdfast.testkit.FaultyStorage.Killed;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FaultyStorageTest {

    private static final BlobName BLOB = Scope.HOME.blob("blob");

    private final MemoryStorage memory = new MemoryStorage();
    private final FaultyStorage storage = FaultyStorage.over(memory);

    @Test
    void theCallThatWasNamedFailsAndNoOther() {
        storage.onCall(2, REPLACE).failBefore();
        put(1);
        storage.read(BLOB);
        assertThat(failureOf(() -> put(2))).isEqualTo(State.UNCHANGED);
        assertThat(content()).isEqualTo(1);
        put(3);
        assertThat(content()).isEqualTo(3);
    }

    @Test
    void callsAreCountedFromWhenTheFaultWasAskedFor() {
        put(1);
        put(2);
        storage.onCall(1, REPLACE).failBefore();
        assertThat(failureOf(() -> put(3))).isEqualTo(State.UNCHANGED);
    }

    @Test
    void callsOfSeveralOperationsAreCountedTogether() {
        storage.onCall(3, REPLACE, READ).failBefore();
        put(1);
        content();
        assertThat(failureOf(() -> put(2))).isEqualTo(State.UNCHANGED);
    }

    @Test
    void aFailureAfterTheCallLeavesItDone() {
        storage.onCall(1, REPLACE).failAfter();
        assertThat(failureOf(() -> put(1))).isEqualTo(State.UNKNOWN);
        assertThat(content()).isEqualTo(1);
    }

    @Test
    void anUnknownFailureBeforeTheCallLeavesItUndone() {
        put(1);
        storage.onCall(1, REPLACE).failUnknownBefore();
        assertThat(failureOf(() -> put(2))).isEqualTo(State.UNKNOWN);
        assertThat(content()).isEqualTo(1);
    }

    @Test
    void everyCallFailsUntilHealed() {
        storage.onEveryCall(REPLACE).failBefore();
        assertThat(failureOf(() -> put(1))).isEqualTo(State.UNCHANGED);
        assertThat(failureOf(() -> put(1))).isEqualTo(State.UNCHANGED);
        storage.heal();
        put(1);
        assertThat(content()).isEqualTo(1);
    }

    @Test
    void whoIsKilledBeforeACallHasNotDoneItAndDoesNothingMore() {
        put(1);
        storage.onCall(1, REPLACE).killBefore();
        assertKilled(() -> put(2));
        assertKilled(this::content);
        assertKilled(() -> storage.create(Scope.of("scope")));
        assertThat(memory.read(BLOB).orElseThrow().bytes()).containsExactly(1);
        assertThat(memory.exists(Scope.of("scope"))).isFalse();
    }

    @Test
    void whoIsKilledAfterACallHasDoneItAndDoesNothingMore() {
        storage.onCall(1, REPLACE).killAfter();
        assertKilled(() -> put(1));
        assertKilled(() -> storage.delete(BLOB, memory.revision(BLOB)));
        assertThat(memory.read(BLOB).orElseThrow().bytes()).containsExactly(1);
    }

    @Test
    void somethingElseHappensBeforeOrAfterACall() {
        storage.onCall(1, REPLACE).runBefore(() -> put(7));
        storage.replace(BLOB, Revision.ABSENT, new byte[] {1}, Durability.DURABLE);
        assertThat(content()).isEqualTo(7);
        storage.onCall(1, READ).runAfter(() -> {
            throw new IllegalStateException("from the test");
        });
        assertThatIllegalStateException().isThrownBy(this::content).withMessage("from the test");
    }

    @Test
    void callsAreWrittenDownEvenIfTheyFail() {
        storage.onCall(1, DELETE).failBefore();
        storage.create(Scope.of("scope"));
        failureOf(() -> storage.delete(BLOB, Revision.ABSENT));
        assertThat(storage.calls()).containsExactly(new Call(CREATE, "scope"), new Call(DELETE, "home/blob"));
        assertThat(storage.count(CREATE, DELETE)).isEqualTo(2);
        assertThat(storage.count(READ)).isZero();
    }

    @Test
    void aFaultThatCanNeverHappenIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> storage.onCall(1));
        assertThatIllegalArgumentException().isThrownBy(() -> storage.onEveryCall());
        assertThatIllegalArgumentException().isThrownBy(() -> storage.onCall(0, READ));
    }

    @Test
    void everyCallOfAStorageCanFail() {
        assertThat(forwarded(FaultyStorage.class)).isEqualTo(without(forwarded(Storage.class), "location", "close"));
    }

    @Test
    void theForwardingBaseForwardsEveryCall() {
        assertThat(forwarded(ForwardingStorage.class)).isEqualTo(forwarded(Storage.class));
    }

    /** The calls of a storage that a class has methods of its own for, with their parameters. */
    private static Set<String> forwarded(Class<?> type) {
        Set<String> calls = Arrays.stream(Storage.class.getMethods())
                .map(FaultyStorageTest::call)
                .collect(Collectors.toSet());
        calls.retainAll(Arrays.stream(type.getDeclaredMethods())
                .map(FaultyStorageTest::call)
                .toList());
        return calls;
    }

    private static String call(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private static Set<String> without(Set<String> calls, String... names) {
        calls.removeIf(call -> Arrays.stream(names).anyMatch(call::startsWith));
        return calls;
    }

    private static State failureOf(Runnable call) {
        StorageException[] failure = new StorageException[1];
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(call::run)
                .satisfies(thrown -> failure[0] = thrown);
        return failure[0].state();
    }

    private static void assertKilled(Runnable call) {
        assertThatExceptionOfType(Killed.class).isThrownBy(call::run);
    }

    private void put(int content) {
        storage.replace(BLOB, storage.revision(BLOB), new byte[] {(byte) content}, Durability.DURABLE);
    }

    private int content() {
        return storage.read(BLOB).orElseThrow().bytes()[0];
    }
}
