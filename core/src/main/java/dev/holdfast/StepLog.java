// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.Logout.StepResult;
import dev.holdfast.LogoutReceipt.Outcome;
import dev.holdfast.LogoutReceipt.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Runs the steps of a logout; one that throws is pending, and the next still runs. */
final class StepLog {

    private final List<Step> steps = new ArrayList<>();

    void step(String name, Callable<StepResult> step) {
        long start = System.nanoTime();
        StepResult result = result(step);
        steps.add(new Step(name, result.outcome(), result.detail(), Duration.ofNanos(System.nanoTime() - start)));
    }

    private static StepResult result(Callable<StepResult> step) {
        try {
            return step.call();
        } catch (Exception e) {
            return StepResult.failed(e);
        }
    }

    boolean hasPending() {
        return steps.stream().anyMatch(step -> step.outcome() == Outcome.PENDING);
    }

    boolean isPending(String name) {
        return steps.stream().anyMatch(step -> step.name().equals(name) && step.outcome() == Outcome.PENDING);
    }

    List<Step> steps() {
        return steps;
    }
}
