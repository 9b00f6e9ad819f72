// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import java.util.Arrays;

/** A root key whose bytes all have one value. */
record TestRoot(String id, int value, int length) implements KeyProviderFactory, RootProvider {

    TestRoot(int value, int length) {
        this("test-root", value, length);
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.ENVIRONMENT;
    }

    @Override
    public KeyProvider open(ProviderHome home) {
        return this;
    }

    @Override
    public SecretBytes root() {
        byte[] root = new byte[length];
        Arrays.fill(root, (byte) value);
        return SecretBytes.owning(root);
    }

    @Override
    public void close() {}
}
