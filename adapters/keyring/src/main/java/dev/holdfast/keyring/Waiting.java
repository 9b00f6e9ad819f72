// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.time.Duration;

/**
 * How long whom is waited for.
 *
 * @param keyring for one call of a vault
 * @param person for the answer to a prompt; zero asks nobody
 */
record Waiting(Duration keyring, Duration person) {

    static final Waiting USUAL = new Waiting(Duration.ofSeconds(3), Duration.ofSeconds(60));
}
