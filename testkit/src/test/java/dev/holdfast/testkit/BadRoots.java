// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.RootProvider;
import dev.holdfast.secrets.SecretBytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;

/** A root provider as it should be, and such as are bad in one way each; {@link KeyProviderContractsTest} runs them. */
final class BadRoots {

    private static final String ID = "bad-root";

    private BadRoots() {}

    /** A root key in memory. */
    static class Good extends RootProviderContract {

        volatile SecretBytes kept = SecretBytes.random(32, new SecureRandom());
        volatile boolean silent;

        @Override
        protected KeyProviderFactory factory() {
            return new Factory(this);
        }

        @Override
        protected void makeUnavailable() {
            silent = true;
        }

        @Override
        protected void makeDifferent() {
            kept = SecretBytes.random(32, new SecureRandom());
        }

        void open() {}

        SecretBytes root() {
            requireAnswer();
            return SecretBytes.copyOf(kept.reveal());
        }

        final void requireAnswer() {
            if (silent) {
                throw new ProviderUnavailableException(ID, "the test wants it to be silent");
            }
        }

        String text() {
            return ID;
        }
    }

    private record Factory(Good contract) implements KeyProviderFactory {

        @Override
        public String id() {
            return ID;
        }

        @Override
        public ProtectionLevel level() {
            return ProtectionLevel.ENVIRONMENT;
        }

        @Override
        public KeyProvider open(ProviderHome home) {
            contract.open();
            return new Memory(contract);
        }
    }

    private record Memory(Good contract) implements RootProvider {

        @Override
        public SecretBytes root() {
            return contract.root();
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return contract.text();
        }
    }

    static final class Hanging extends Good {
        @Override
        protected Duration bound() {
            return Duration.ofMillis(100);
        }

        @Override
        SecretBytes root() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.root();
        }
    }

    static final class AnotherAtEveryCall extends Good {
        @Override
        SecretBytes root() {
            makeDifferent();
            return super.root();
        }
    }

    static final class TooShort extends Good {
        @Override
        SecretBytes root() {
            return SecretBytes.copyOf(new byte[16]);
        }
    }

    static final class RefusingToOpen extends Good {
        @Override
        void open() {
            requireAnswer();
        }
    }

    static final class Indiscreet extends Good {
        @Override
        String text() {
            return HexFormat.of().formatHex(kept.reveal());
        }
    }

    static final class GivingItsOwnAway extends Good {
        @Override
        SecretBytes root() {
            requireAnswer();
            return kept;
        }
    }

    static final class TakingAnyKeyWhenSilent extends Good {
        @Override
        SecretBytes root() {
            return silent ? SecretBytes.copyOf(new byte[32]) : super.root();
        }
    }
}
