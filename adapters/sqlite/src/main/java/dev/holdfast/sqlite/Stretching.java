// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

/**
 * How a passphrase becomes a key; it is stored in the clear.
 *
 * @param salt random
 * @param parameters of the algorithm
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record Stretching(byte[] salt, String parameters) {}
