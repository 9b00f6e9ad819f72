// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

/**
 * What a store has done since it was opened.
 *
 * @param commits the writes that are in it
 * @param rollbacks the writes that are not: the function threw, or the medium refused
 * @param locks how often a lock was met on the database, and waited for: none, unless another program looks into it
 */
public record StoreActivity(long commits, long rollbacks, long locks) {}
