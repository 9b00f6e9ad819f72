// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

/**
 * Something that has to hold, compared with what was seen.
 *
 * @param text the claim, as a clause
 * @param expected what has to be seen if it holds
 * @param found what was seen
 * @param holds whether it does
 */
record Claim(String text, String expected, String found, boolean holds) {}
