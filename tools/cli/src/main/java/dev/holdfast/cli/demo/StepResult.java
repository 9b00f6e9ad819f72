// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.time.Duration;
import java.util.List;

/**
 * How a step went.
 *
 * @param step which
 * @param findings what it did and saw
 * @param log what the library logged meanwhile, and not before
 * @param touched the files that it changed
 * @param took how long it took
 */
record StepResult(Step step, Findings findings, List<String> log, FileChanges touched, Duration took) {

    /** Whether it claimed anything, and all of it holds. */
    boolean holds() {
        List<Claim> claims = findings.claims();
        return !claims.isEmpty() && claims.stream().allMatch(Claim::holds);
    }
}
