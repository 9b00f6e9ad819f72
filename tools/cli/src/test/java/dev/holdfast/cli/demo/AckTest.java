// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AckTest {

    @Test
    void aLineIsReadAsItWasWritten() {
        assertThat(Ack.isAck(Ack.line(120))).isTrue();
        assertThat(Ack.save(Ack.line(120))).isEqualTo(120);
    }

    @Test
    void halfALineIsNoAcknowledgement() {
        String line = Ack.line(120);
        for (int end = 0; end < line.length(); end++) {
            assertThat(Ack.isAck(line.substring(0, end))).isFalse();
        }
    }
}
