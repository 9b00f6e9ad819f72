// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

/** One thing that the library promises, done and looked at. */
interface Step {

    /** For machines; never changes. */
    String name();

    /** For people. */
    String title();

    /**
     * Does it on the stage's home and puts what it saw in the findings.
     *
     * @throws Exception anything: the step has then failed, and the next one still runs
     */
    void run(Stage stage, Findings findings) throws Exception;
}
