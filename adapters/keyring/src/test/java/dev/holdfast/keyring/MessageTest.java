// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no session bus")
class MessageTest {

    /** A return of "x" to the call 7, from a machine whose numbers begin with their highest byte. */
    private static final byte[] BIG_ENDIAN = {
        'B', 2, 0, 1, 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 15, // fixed
        5, 1, 'u', 0, 0, 0, 0, 7, 8, 1, 'g', 0, 1, 's', 0, 0, // fields, padded
        0, 0, 0, 1, 'x', 0
    };

    @TempDir
    private Path directory;

    @Test
    void aMessageOfTheOtherByteOrderIsRead() throws Exception {
        Message message = read(BIG_ENDIAN);
        assertThat(message.answers(7)).isTrue();
        assertThat(message.answers(8)).isFalse();
        assertThat(message.expect("s").string()).isEqualTo("x");
    }

    @Test
    void aMessageOfNoByteOrderIsNone() {
        byte[] bytes = BIG_ENDIAN.clone();
        bytes[0] = 'x';
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> read(bytes));
    }

    @Test
    void aSignalAnswersNoCallWhateverItSays() throws Exception {
        byte[] bytes = BIG_ENDIAN.clone();
        bytes[1] = 4;
        assertThat(read(bytes).answers(7)).isFalse();
    }

    private Message read(byte[] bytes) throws IOException {
        Path path = directory.resolve("bus");
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        try (FakeBus bus = FakeBus.at(path, client -> FakeBus.write(client, ByteBuffer.wrap(bytes)));
                BusSocket socket = BusSocket.connect(path, deadline)) {
            assertThat(bus.environment()).isNotNull();
            return Message.read(socket, deadline);
        }
    }
}
