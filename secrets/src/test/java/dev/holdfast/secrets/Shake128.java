// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

/** SHAKE-128 of FIPS 202, which Java 17 lacks: absorb with {@link #write}, then squeeze with {@link #read}. */
final class Shake128 {

    private static final int RATE = 168;
    private static final int ROUNDS = 24;

    private final long[] state = new long[25];
    private int at;
    private boolean squeezing;

    void write(byte[] bytes) {
        for (byte b : bytes) {
            xor(at++, b);
            if (at == RATE) {
                permute();
                at = 0;
            }
        }
    }

    byte[] read(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = next();
        }
        return bytes;
    }

    private byte next() {
        if (!squeezing) {
            xor(at, 0x1f);
            xor(RATE - 1, 0x80);
            squeezing = true;
            at = RATE;
        }
        if (at == RATE) {
            permute();
            at = 0;
        }
        int i = at++;
        return (byte) (state[i / 8] >>> (8 * (i % 8)));
    }

    private void xor(int i, int value) {
        state[i / 8] ^= (value & 0xffL) << (8 * (i % 8));
    }

    private void permute() {
        int lfsr = 1;
        for (int round = 0; round < ROUNDS; round++) {
            theta();
            rhoAndPi();
            chi();
            for (int j = 0; j <= 6; j++) {
                if ((lfsr & 1) != 0) {
                    state[0] ^= 1L << ((1 << j) - 1);
                }
                lfsr = lfsr << 1 ^ (lfsr >> 7) * 0x171;
            }
        }
    }

    private void theta() {
        long[] parity = new long[5];
        for (int i = 0; i < 25; i++) {
            parity[i % 5] ^= state[i];
        }
        for (int i = 0; i < 25; i++) {
            state[i] ^= parity[(i + 4) % 5] ^ Long.rotateLeft(parity[(i + 1) % 5], 1);
        }
    }

    private void rhoAndPi() {
        int x = 1;
        int y = 0;
        long lane = state[1];
        for (int t = 0; t < 24; t++) {
            int nextY = (2 * x + 3 * y) % 5;
            x = y;
            y = nextY;
            long replaced = state[x + 5 * y];
            state[x + 5 * y] = Long.rotateLeft(lane, (t + 1) * (t + 2) / 2);
            lane = replaced;
        }
    }

    private void chi() {
        for (int row = 0; row < 25; row += 5) {
            long[] old = {state[row], state[row + 1], state[row + 2], state[row + 3], state[row + 4]};
            for (int x = 0; x < 5; x++) {
                state[row + x] = old[x] ^ (~old[(x + 1) % 5] & old[(x + 2) % 5]);
            }
        }
    }
}
