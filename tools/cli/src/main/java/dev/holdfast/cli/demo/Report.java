// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import java.util.List;

/** Where a run is told of, while it goes on. */
interface Report {

    void begin(Run run);

    /** Before a step; {@code number} counts from 1. */
    void beginStep(int number, Step step);

    void endStep(StepResult result);

    /** After the last step; {@code results} are in the order of the steps. */
    void end(Run run, List<StepResult> results, Run.End end);
}
