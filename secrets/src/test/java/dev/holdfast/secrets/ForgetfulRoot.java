// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Arrays;

/** A root provider that makes its root key itself, and can forget it; until it remembers, or makes another. */
final class ForgetfulRoot implements KeyProviderFactory, RootProvider {

    private int value = 1;
    private boolean forgotten;

    void forget() {
        forgotten = true;
    }

    void remember() {
        forgotten = false;
    }

    @Override
    public String id() {
        return "forgetful-root";
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.PASSPHRASE;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        return this;
    }

    @Override
    public SecretBytes root() {
        if (forgotten) {
            throw new ProviderUnavailableException(id(), "its root key is not there");
        }
        byte[] root = new byte[MIN_BYTES];
        Arrays.fill(root, (byte) value);
        return SecretBytes.owning(root);
    }

    @Override
    public SecretBytes rootOrNew() {
        if (forgotten) {
            value++;
            remember();
        }
        return root();
    }

    @Override
    public void close() {}
}
