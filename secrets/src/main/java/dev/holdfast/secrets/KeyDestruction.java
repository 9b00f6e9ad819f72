// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/** How the destruction of a key ended. */
public sealed interface KeyDestruction {

    /** The provider was told to delete the key and, asked again, does not have it. */
    record Destroyed() implements KeyDestruction {}

    /**
     * The provider stores no key of the account: it is gone with the keyset. Earlier copies of that keyset stay readable
     * to whoever has the provider's root key.
     */
    record RootRemains() implements KeyDestruction {}

    /**
     * It is not known to be gone; try again later.
     *
     * @param why as a clause
     */
    record Pending(String why) implements KeyDestruction {}
}
