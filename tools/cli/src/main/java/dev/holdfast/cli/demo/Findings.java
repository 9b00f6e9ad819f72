// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.storage.HoldfastException;
import java.util.ArrayList;
import java.util.List;

/** What a step did and saw. Used by one thread. */
final class Findings {

    private final List<String> notes = new ArrayList<>();
    private final List<Excerpt> excerpts = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();

    /** Something worth telling. */
    void note(String text) {
        notes.add(text);
    }

    /** Something worth showing. */
    void show(String title, String text) {
        excerpts.add(new Excerpt(title, text));
    }

    /** Claims that what was found is what is expected. */
    void claim(String text, Object expected, Object found) {
        claims.add(new Claim(text, expected.toString(), found.toString(), expected.equals(found)));
    }

    /** Claims that a count is in a range, both ends included. */
    void claimWithin(String text, long least, long most, long found) {
        String expected = least + " to " + most;
        claims.add(new Claim(text, expected, Long.toString(found), found >= least && found <= most));
    }

    /** The step did not come to its end. Of foreign exceptions only the class and the frame are told. */
    void failed(Exception failure) {
        String told = failure instanceof HoldfastException own
                ? own.problem().toString()
                : failure.getClass().getName() + place(failure.getStackTrace());
        claims.add(new Claim("the step comes to its end", "no exception", told, false));
    }

    private static String place(StackTraceElement[] frames) {
        return frames.length == 0 ? "" : " at " + frames[0];
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    List<Excerpt> excerpts() {
        return List.copyOf(excerpts);
    }

    List<Claim> claims() {
        return List.copyOf(claims);
    }
}
