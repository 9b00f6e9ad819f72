// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/** Ends a session at its server. */
@FunctionalInterface
interface Revoker {

    void revoke(Session session) throws Exception;
}
