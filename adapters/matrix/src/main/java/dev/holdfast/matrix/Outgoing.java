// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import java.util.concurrent.CompletableFuture;

/**
 * A message on its way. It is kept, and sent until the server has it or refuses it, also by a client that is restored later.
 *
 * @param transaction the id under which the server takes it once, however often it is sent
 * @param accepted completes with the event's id when the server has it; exceptionally with HF-0811 if the server will not have
 *     it, with HF-0819 if it was given up with its room; and with HF-0808 if the client is closed first, HF-0812 if the session is
 *     revoked first: it is kept then, and sent later
 */
public record Outgoing(String transaction, CompletableFuture<String> accepted) {}
