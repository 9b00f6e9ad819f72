// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compares processor time, the user's and the system's, of all threads of the process. All sides take turns; a ratio is
 * the median of the rounds' ratios to the first side. On Linux, and wherever else the system tells a process its time.
 */
final class CpuRounds {

    private static final double TURN_MICROS = 400_000;
    private static final double WARM_UP_MICROS = 10_000_000;

    private final Map<String, Side> sides = new LinkedHashMap<>();

    /** Tells the time of one operation, in microseconds. */
    interface Side {
        double micros() throws Exception;
    }

    /** One operation. */
    interface Action {
        void run() throws Exception;
    }

    void add(String name, Side side) {
        sides.put(name, side);
    }

    /** Warms the operation up; what it takes then tells how often a turn does it. */
    void warm(String name, Action action) throws Exception {
        double micros = 0;
        for (long times = 1; times * micros < WARM_UP_MICROS; times *= 2) {
            micros = micros(times, action);
        }
        long times = Math.max(1, (long) (TURN_MICROS / micros));
        add(name, () -> micros(times, action));
    }

    /** The system counts hundredths of a second. */
    private static double micros(long times, Action action) throws Exception {
        Duration start = processorTime();
        for (long i = 0; i < times; i++) {
            action.run();
        }
        return processorTime().minus(start).toNanos() / 1e3 / times;
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    void print(int rounds) throws Exception {
        double[][] micros = new double[sides.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            int side = 0;
            for (Side each : sides.values()) {
                micros[side++][round] = each.micros();
            }
        }
        int side = 0;
        for (String name : sides.keySet()) {
            print(name, micros[side++], micros[0]);
        }
    }

    private static void print(String name, double[] micros, double[] floor) {
        double[] ratios = new double[micros.length];
        Arrays.setAll(ratios, round -> micros[round] / floor[round]);
        System.out.printf(
                "%-10s %8.1f us, ratio %6.1f, most rounds %.1f to %.1f%n",
                name, at(0.5, micros), at(0.5, ratios), at(0.1, ratios), at(0.9, ratios));
    }

    private static double at(double quantile, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (quantile * (sorted.length - 1) + 0.5)];
    }
}
