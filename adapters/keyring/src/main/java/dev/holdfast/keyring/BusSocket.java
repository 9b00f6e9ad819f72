// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A Unix-domain socket each of whose calls ends by its deadline. There is no thread behind it: the channel does not block,
 * the selector waits. An interrupt is waited out, and the thread is told of it when this is closed.
 */
final class BusSocket implements Closeable {

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private boolean interrupted;

    private BusSocket(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.key = channel.register(selector, 0);
    }

    /** @throws ConnectException if nobody listens there */
    static BusSocket connect(Path path, Deadline deadline) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            BusSocket socket = new BusSocket(channel, Selector.open());
            try {
                socket.connectTo(path, deadline);
                return socket;
            } catch (Throwable e) {
                socket.close();
                throw e;
            }
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private void connectTo(Path path, Deadline deadline) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            while (!channel.finishConnect()) {
                await(SelectionKey.OP_CONNECT, deadline);
            }
        } catch (SocketException e) {
            throw (ConnectException) new ConnectException("nobody listens").initCause(e);
        }
    }

    void write(ByteBuffer bytes, Deadline deadline) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    /** Reads until {@code into} is full. */
    void read(ByteBuffer into, Deadline deadline) throws IOException {
        while (into.hasRemaining()) {
            readSome(into, deadline);
        }
    }

    /** Reads what is there, at least a byte. */
    void readSome(ByteBuffer into, Deadline deadline) throws IOException {
        int count = channel.read(into);
        while (count == 0) {
            await(SelectionKey.OP_READ, deadline);
            count = channel.read(into);
        }
        if (count < 0) {
            throw new EOFException("the bus hung up");
        }
    }

    private void await(int operation, Deadline deadline) throws IOException {
        key.interestOps(operation);
        selector.select(deadline.millisLeft());
        selector.selectedKeys().clear();
        interrupted |= Thread.interrupted();
    }

    @Override
    public void close() throws IOException {
        try (selector;
                channel) {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
