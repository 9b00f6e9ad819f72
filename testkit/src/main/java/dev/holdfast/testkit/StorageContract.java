// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What {@link Storage} promises, as tests. An implementation proves itself by a subclass with one method:
 *
 * <pre>{@code
 * final class MyStorageContractTest extends StorageContract {
 *     @TempDir Path place;
 *
 *     @Override
 *     protected Storage open() {
 *         return MyStorage.at(place);
 *     }
 * }
 * }</pre>
 *
 * Each test has an instance of its own, and so an empty place of its own. What a power cut leaves is not proved here.
 */
public abstract class StorageContract {

    private Storage storage;

    /** For subclasses. */
    protected StorageContract() {}

    /**
     * Opens the storage at this test's place: empty the first time, afterwards with what it held when it was closed.
     * The suite closes one before it opens the next.
     *
     * @throws Exception fails the test
     */
    protected abstract Storage open() throws Exception;

    /** The scope that most tests work in: of two segments or more. It may hold blobs that are not the suite's. */
    protected Scope scope() {
        return Scope.of("accounts", "contract");
    }

    @BeforeEach
    void openTheStorage() throws Exception {
        storage = open();
        storage.create(scope());
    }

    @AfterEach
    void closeTheStorage() {
        storage.close();
    }

    final Storage storage() {
        return storage;
    }

    final void reopen() {
        storage.close();
        try {
            storage = open();
        } catch (Exception e) {
            throw new AssertionError("The storage does not open again", e);
        }
    }

    @Nested
    final class Writing extends WritingContract {
        Writing() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class History extends HistoryContract {
        History() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Quarantine extends QuarantineContract {
        Quarantine() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Scopes extends ScopeContract {
        Scopes() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Retirement extends RetirementContract {
        Retirement() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Names extends NameContract {
        Names() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Interrupts extends InterruptContract {
        Interrupts() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Leases extends LeaseContract {
        Leases() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Watches extends WatchContract {
        Watches() {
            super(StorageContract.this);
        }
    }

    @Nested
    final class Closing extends ClosingContract {
        Closing() {
            super(StorageContract.this);
        }
    }
}
