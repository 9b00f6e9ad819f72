// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/**
 * Opens a kind of key provider for a home. Also a service: {@link KeyProviders#installed} finds those on the class or
 * module path.
 */
public interface KeyProviderFactory {

    /**
     * The provider's stable name, as written into keysets: 1 to 28 of {@code a-z 0-9 -}, no dash at either end, such as
     * {@code "key-file"}.
     */
    String id();

    /** How well it protects. */
    ProtectionLevel level();

    /**
     * Opens the provider and makes it ready for use, asking a person to unlock it if need be, within a bound of its own.
     * Called at most once for a home, unless it throws. Only who needs this provider waits for it.
     *
     * @throws ProviderUnavailableException if it cannot be used at present
     */
    KeyProvider open(ProviderHome home);

    /**
     * The same provider for what nobody waits for, such as the end of a log-out: opening it asks no person, and what would
     * have to be unlocked is unavailable. It may be opened while this one is being opened. This one, unless it is
     * overridden.
     */
    default KeyProviderFactory unattended() {
        return this;
    }
}
