// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.util.List;

/**
 * How a tree of files differs from what it was; paths relative to its root, sorted.
 *
 * @param created are there now
 * @param changed are other files or have other contents now
 * @param removed are gone
 */
record FileChanges(List<String> created, List<String> changed, List<String> removed) {}
