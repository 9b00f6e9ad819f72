// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.storage.MemoryStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever listens in the place of a bus: the keyring is unavailable then, in time, and nothing else happens. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no session bus")
class FaultyBusTest {

    private static final String SILENT = "HF-0367";

    /** For those of whom nothing comes. */
    private static final Duration BRIEF = Duration.ofMillis(400);

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    /** What it does with a client, and what the client makes of that. */
    enum Fault implements FakeBus.Line {
        SAYS_NOTHING("HF-0367") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.saysNothing(client);
            }
        },
        HANGS_UP("HF-0368") {
            @Override
            public void serve(SocketChannel client) {}
        },
        REFUSES_THE_USER("HF-0368") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.say(client, "REJECTED EXTERNAL\r\n");
                FakeBus.readUntilItEnds(client);
            }
        },
        SAYS_A_LINE_WITHOUT_END("HF-0368") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                while (true) {
                    FakeBus.say(client, "DATA".repeat(1000));
                }
            }
        },
        SAYS_NOTHING_TO_A_CLIENT_THAT_IS_IN("HF-0367") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                FakeBus.saysNothing(client);
            }
        },
        SENDS_GARBAGE("HF-0368") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                byte[] garbage = new byte[4096];
                new Random(1).nextBytes(garbage);
                FakeBus.write(client, ByteBuffer.wrap(garbage));
                FakeBus.readUntilItEnds(client);
            }
        },
        SENDS_HALF_A_MESSAGE_AND_WAITS("HF-0367") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                FakeBus.write(client, firstHalfOfAHello(client));
                FakeBus.saysNothing(client);
            }
        },
        SENDS_HALF_A_MESSAGE_AND_HANGS_UP("HF-0368") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                FakeBus.write(client, firstHalfOfAHello(client));
            }
        },
        SENDS_A_BODY_OF_TWO_GIBIBYTES("HF-0368") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                FakeBus.write(client, header(Integer.MAX_VALUE, 0));
                FakeBus.readUntilItEnds(client);
            }
        },
        SENDS_A_BODY_OF_FOUR_GIBIBYTES("HF-0368") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                FakeBus.write(client, header(-1, 0));
                FakeBus.readUntilItEnds(client);
            }
        },
        SENDS_FIELDS_OF_TWO_GIBIBYTES("HF-0368") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                FakeBus.write(client, header(0, Integer.MAX_VALUE));
                FakeBus.readUntilItEnds(client);
            }
        },
        SENDS_SIGNALS_WITHOUT_END("HF-0367") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                Call hello = Call.read(client);
                while (true) {
                    FakeBus.write(client, hello.signal("a.b", "C", "", out -> {}));
                }
            }
        },
        ANSWERS_ANOTHER_CALL("HF-0367") {
            @Override
            public void serve(SocketChannel client) throws IOException {
                FakeBus.letIn(client);
                Call hello = Call.read(client);
                Call other = new Call(hello.serial() + 1, hello.path(), hello.member(), hello.arguments());
                FakeBus.write(client, other.returning("s", out -> out.string(":1.1")));
                FakeBus.saysNothing(client);
            }
        };

        private final String code;

        Fault(String code) {
            this.code = code;
        }

        private static ByteBuffer firstHalfOfAHello(SocketChannel client) throws IOException {
            ByteBuffer hello = Call.read(client).returning("s", out -> out.string(":1.1"));
            return hello.limit(hello.limit() / 2);
        }

        private static ByteBuffer header(int bodyLength, int fieldsLength) {
            return ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(new byte[] {'l', 2, 0, 1})
                    .putInt(bodyLength)
                    .putInt(1)
                    .putInt(fieldsLength)
                    .flip();
        }
    }

    @ParameterizedTest
    @EnumSource
    void itIsUnavailableInTime(Fault fault) throws Exception {
        try (FakeBus bus = FakeBus.at(directory.resolve("bus"), fault)) {
            Duration bound = fault.code.equals(SILENT) ? BRIEF : LONG;
            assertThat(codeOf(bus.environment(), bound)).isEqualTo(fault.code);
        }
    }

    @Test
    void aSocketWhoseOwnerIsGoneIsADeadOne() throws Exception {
        Path socket = directory.resolve("bus");
        FakeBus.at(socket, FakeBus::saysNothing).close();
        assertThat(socket).exists();
        assertThat(codeOf(FakeBus.environmentWith("unix:path=" + socket), LONG)).isEqualTo("HF-0361");
    }

    @Test
    void aFileThatIsNoSocketIsADeadOneToo() throws Exception {
        Path file = Files.createFile(directory.resolve("bus"));
        assertThat(codeOf(FakeBus.environmentWith("unix:path=" + file), LONG)).isEqualTo("HF-0361");
    }

    @Test
    void aPathTooLongForASocketIsADeadOneToo() {
        assertThat(codeOf(FakeBus.environmentWith("unix:path=/" + "x".repeat(200)), LONG))
                .isEqualTo("HF-0361");
    }

    @Test
    void interruptsDoNotShortenTheWaitAndAreKept() throws Exception {
        try (FakeBus bus = FakeBus.at(directory.resolve("bus"), FakeBus::saysNothing)) {
            Thread.currentThread().interrupt();
            String code = codeOf(bus.environment(), BRIEF);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(code).isEqualTo(SILENT);
        }
    }

    private static String codeOf(Environment environment, Duration bound) {
        OsKeyring keyring = new OsKeyring(environment, "Linux", new Waiting(bound, LONG));
        return catchThrowableOfType(
                        ProviderUnavailableException.class,
                        () -> keyring.open(new ProviderHome("org.example.chat", new MemoryStorage())))
                .code();
    }
}
