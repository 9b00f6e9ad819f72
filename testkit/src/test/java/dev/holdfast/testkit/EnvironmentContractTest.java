// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import java.util.List;

/** Variables that the build really sets. */
final class EnvironmentContractTest extends RootProviderContract {

    private String variable = "HOLDFAST_CONTRACT_KEY";

    @Override
    protected KeyProviderFactory factory() {
        return KeyProviders.environment(variable);
    }

    @Override
    protected void makeUnavailable() {
        variable = "HOLDFAST_CONTRACT_KEY_THAT_IS_NOT_SET";
    }

    @Override
    protected void makeDifferent() {
        variable = "HOLDFAST_CONTRACT_OTHER_KEY";
    }

    @Override
    protected List<String> secrets() {
        return List.of(System.getenv("HOLDFAST_CONTRACT_KEY"));
    }
}
