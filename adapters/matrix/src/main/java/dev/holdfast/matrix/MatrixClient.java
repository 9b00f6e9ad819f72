// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import dev.holdfast.storage.HoldfastException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
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

    /** Begins to sync, and goes on until {@link #stopSync} or the end: offline it waits and tries again. Completes at once. */
    CompletableFuture<@Nullable Void> startSync();

    /**
     * {@link #startSync}, and waits until it is known how that goes: {@link SyncState#RUNNING} when the client has what the
     * server has, {@link SyncState#OFFLINE} if the server does not answer, {@link SyncState#REVOKED}, or
     * {@link SyncState#STOPPED} if it is stopped meanwhile. The sync goes on. Who is offline waits for the next try.
     *
     * <p>A server that has not answered in 30 s does not answer. Only the first sync of a device may take it longer: five
     * minutes.
     */
    CompletableFuture<SyncState> catchUp();

    /** Ends the sync; what came is kept. */
    CompletableFuture<@Nullable Void> stopSync();

    /** How it stands with its server now. */
    SyncState state();

    /**
     * {@link #state} now, and each one that comes; states that were passed quickly may be missing. Completes when the client is
     * closed, for a subscriber who has asked for more than it was given.
     */
    Flow.Publisher<SyncState> states();

    /** Completes when the server knows the session no more; else never. Nothing of what the client has kept is deleted. */
    CompletableFuture<@Nullable Void> revoked();

    /** The rooms that it knows, sorted by id; from its store, not the server. */
    CompletableFuture<List<Room>> rooms();

    /**
     * Makes an encrypted room. Completes as {@link #join} does.
     *
     * @param invite the users who are asked to come
     * @return its id
     */
    CompletableFuture<String> createRoom(String name, Set<String> invite);

    /**
     * Enters a room. Its messages come with the sync. While the client syncs this completes when the room has come, too, so that
     * one can speak there at once; or after half a minute without it. Without a sync, or if that finds the server away, it
     * completes when the server has let the user in: what is said there is HF-0818 until a sync has brought the room.
     *
     * @param room its id, or an alias such as {@code #room:example.org}
     */
    CompletableFuture<@Nullable Void> join(String room);

    /**
     * Says something. Completes when the message is durably kept, so that it will be sent whatever happens to this process;
     * offline, too, and by the device's next session if this one ends. What the server, or somebody on the way, could not take
     * for now is tried again: after a second, after growing pauses of five minutes at most, and when the sync comes back. What
     * is said meanwhile may arrive before it.
     *
     * <p>It fails with HF-0818, and keeps nothing, if the client does not know its user to be in the room.
     */
    CompletableFuture<Outgoing> sendText(String room, String text);

    /** What is kept and was neither sent nor refused yet, the oldest first, by this client or before it was restored. */
    CompletableFuture<List<Outgoing>> unsent();

    /**
     * Sends a file; with a type of {@code image/}, {@code audio/} or {@code video/} as such. Completes when all of it is
     * durably kept here, encrypted, so that it will be sent whatever happens, as {@link #sendText} says. Never in memory as a
     * whole. It fails with HF-0814 if the file cannot be read, and with HF-0818.
     *
     * @param type such as {@code image/png}
     * @throws IllegalArgumentException if the type is none
     */
    CompletableFuture<Outgoing> sendFile(String room, Path file, String type);

    /**
     * Sends a file that is in memory.
     *
     * @param name what others see it called
     */
    CompletableFuture<Outgoing> sendFile(String room, String name, String type, byte[] content);

    /**
     * Writes the content of an attachment, decrypted, from what is kept here or else from the server; it is kept then. Never
     * in memory as a whole. If the future fails, a part of it may have been written: nothing of that is to be trusted.
     *
     * <p>It fails with HF-0814 if the stream does, with HF-0815 if the content is not what was sent, with HF-0816 if there is
     * no such attachment, or the message cannot be decrypted, and with HF-0817 if it gave way to others meanwhile.
     *
     * @param out written to on the client's threads, flushed at the end, left open
     */
    CompletableFuture<@Nullable Void> download(Attachment attachment, OutputStream out);

    /**
     * The last messages of a room, the oldest first. A sync that brings many messages leaves a gap in the store before the
     * last ones of a room: it is filled from the server while the client is {@link SyncState#RUNNING}; else there are only the
     * messages after it. When nothing has come for ten seconds, from the server or of keys that decrypt, it completes with what
     * there is.
     *
     * @param most how many at most
     */
    CompletableFuture<List<Message>> timeline(String room, int most);

    /**
     * The messages of all rooms from the subscription on, one's own too, each once it could be decrypted, or after ten
     * seconds without. A subscriber who asks for no more holds up the sync in the end. Completes as
     * {@link #states} does.
     */
    Flow.Publisher<Message> messages();
}
