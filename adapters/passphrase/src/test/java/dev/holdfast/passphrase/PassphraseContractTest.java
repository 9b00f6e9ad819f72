// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.passphrase;

import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.testkit.RootProviderContract;
import java.util.List;

final class PassphraseContractTest extends RootProviderContract {

    private final Typist typist = new Typist("correct horse");

    @Override
    protected KeyProviderFactory factory() {
        return PassphraseKeys.of(typist);
    }

    @Override
    protected void makeUnavailable() {
        typist.declines();
    }

    @Override
    protected void makeDifferent() {
        typist.types("incorrect horse");
    }

    @Override
    protected List<String> secrets() {
        return List.of("correct horse", "incorrect horse");
    }
}
