// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.Problem;

/** A key provider that does not answer, or refuses. It says nothing of whether a key is there. */
public final class ProviderUnavailableException extends HoldfastException {

    private static final long serialVersionUID = 1L;

    /**
     * A provider that nothing else kept from answering.
     *
     * @param provider the provider's id
     * @param why as a clause, without any key: "the keyring is locked"
     */
    public ProviderUnavailableException(String provider, String why) {
        super(problem(provider, why));
    }

    /**
     * A provider that something else kept from answering.
     *
     * @param provider the provider's id
     * @param why as a clause, without any key
     * @param cause whose message is known to carry no key
     */
    public ProviderUnavailableException(String provider, String why, Throwable cause) {
        super(problem(provider, why), cause);
    }

    /** A provider that has a code of its own for what keeps it from answering, and better advice. */
    public ProviderUnavailableException(Problem problem) {
        super(problem);
    }

    private static Problem problem(String provider, String why) {
        return new Problem(
                "HF-0303",
                "the key provider does not answer: " + why,
                provider,
                "nothing that is sealed was changed",
                "unlock or start the provider and try again");
    }
}
