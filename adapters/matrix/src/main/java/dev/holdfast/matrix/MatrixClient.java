// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import dev.holdfast.storage.HoldfastException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A running Matrix client of one user and device, made by {@link MatrixClients} and stopped with its account. What it learns
 * lies encrypted in the account's store. Safe for use by any number of threads, and never in the way of one: futures complete,
 * and subscribers are called, on the client's own threads.
 *
 * <p>Futures fail with {@link HoldfastException}: HF-0801 if the server cannot be reached, HF-0805 if it refuses, HF-0808 once
 * the client is closed, HF-0812 once the session is revoked.
 */
public interface MatrixClient {

    /** Whose it is, such as {@code @alice:example.org}. */
    String user();

    /** The id of the device that the server knows it as. */
    String device();

    /** The server. */
    URI homeserver();

    /** Begins to sync, and goes on until {@link #stopSync} or the end: offline it waits and tries again. */
    CompletableFuture<@Nullable Void> startSync();

    /**
     * {@link #startSync}, and waits until it is known how that goes: {@link SyncState#RUNNING} when the client has what the
     * server has, {@link SyncState#OFFLINE} if the server does not answer, {@link SyncState#REVOKED}. The sync goes on.
     */
    CompletableFuture<SyncState> catchUp();

    /** Ends the sync; what came is kept. */
    CompletableFuture<@Nullable Void> stopSync();

    /** How it stands with its server now. */
    SyncState state();

    /** {@link #state} now, and each one that comes; states that were passed quickly may be missing. */
    Flow.Publisher<SyncState> states();

    /** Completes when the server knows the session no more; else never. Nothing of what the client has kept is deleted. */
    CompletableFuture<@Nullable Void> revoked();

    /** The rooms that it knows, sorted by id; from its store, not the server. */
    CompletableFuture<List<Room>> rooms();

    /**
     * Makes an encrypted room.
     *
     * @param invite the users who are asked to come
     * @return its id
     */
    CompletableFuture<String> createRoom(String name, Set<String> invite);

    /**
     * Enters a room. Its messages come with the sync.
     *
     * @param room its id, or an alias such as {@code #room:example.org}
     */
    CompletableFuture<@Nullable Void> join(String room);

    /**
     * Says something. Completes when the message is durably kept, so that it will be sent whatever happens to this process;
     * offline, too.
     */
    CompletableFuture<Outgoing> sendText(String room, String text);

    /** What is kept and was not sent yet, the oldest first, by this client or before it was restored. */
    CompletableFuture<List<Outgoing>> unsent();

    /**
     * The last messages of a room, the oldest first; what is missing in the store is fetched from the server, if it can be
     * reached.
     *
     * @param most how many at most
     */
    CompletableFuture<List<Message>> timeline(String room, int most);

    /**
     * The messages of all rooms from the subscription on, one's own too, each once it could be decrypted, or after ten
     * seconds without. A subscriber who asks for no more holds up the sync in the end.
     */
    Flow.Publisher<Message> messages();
}
