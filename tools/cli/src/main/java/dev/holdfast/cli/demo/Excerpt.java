// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

/**
 * Text to be shown as it is: the content of a file, a receipt.
 *
 * @param title what it is
 * @param text of any number of lines
 */
record Excerpt(String title, String text) {}
