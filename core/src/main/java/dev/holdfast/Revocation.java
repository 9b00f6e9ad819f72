// SPDX-License-Identifier: Apache-2.0

package dev.holdfast;

/** The end of one session at its server. */
@FunctionalInterface
interface Revocation {

    void revoke() throws Exception;
}
