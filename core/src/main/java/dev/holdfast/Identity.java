// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

/**
 * Who is signed in.
 *
 * @param user the user's id as the server gives it; any text that is not empty
 * @param session what rebuilds the client
 */
public record Identity(String user, Session session) {}
