// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a report tells of a whole run.
 *
 * @param appDirectory where all files are to which paths are relative
 * @param isKept whether they stay for looking at
 * @param seed what the moments of the kills were chosen from
 */
record Run(Path appDirectory, boolean isKept, long seed) {

    /**
     * How a run ended.
     *
     * @param holds whether every claim does
     * @param took from the first step to the last
     */
    record End(boolean holds, Duration took) {}
}
