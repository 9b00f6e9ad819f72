// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the elements of a list again in what has become of it. An element is found, in this order: at either end up to the
 * first difference; wherever it is equal; by its first field, if that is a string or number which no other element has;
 * and between the same neighbours, if as many are there as were. Each is found once, in time linear in the lists.
 */
final class Counterparts {

    private static final int NONE = -1;

    private final List<JsonValue> before;
    private final List<JsonValue> after;
    private final int[] found;
    private final boolean[] taken;

    Counterparts(List<JsonValue> before, List<JsonValue> after) {
        this.before = before;
        this.after = after;
        this.found = new int[after.size()];
        this.taken = new boolean[before.size()];
        Arrays.fill(found, NONE);
        matchEnds();
        matchEqual();
        matchFirstFields();
        matchGaps();
    }

    /** Where an element of the new list was in the old one. */
    Optional<Integer> of(int index) {
        return found[index] == NONE ? Optional.empty() : Optional.of(found[index]);
    }

    private void match(int is, int was) {
        found[is] = was;
        taken[was] = true;
    }

    private boolean matched(int is, int was) {
        boolean equal = after.get(is).equals(before.get(was));
        if (equal) {
            match(is, was);
        }
        return equal;
    }

    private void matchEnds() {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && matched(head, head)) {
            head++;
        }
        int tail = 0;
        while (head + tail < shorter && matched(after.size() - 1 - tail, before.size() - 1 - tail)) {
            tail++;
        }
    }

    /** Equal ones in their order. */
    private void matchEqual() {
        Map<JsonValue, Deque<Integer>> places = new HashMap<>();
        for (int was = 0; was < before.size(); was++) {
            if (!taken[was]) {
                places.computeIfAbsent(before.get(was), any -> new ArrayDeque<>())
                        .add(was);
            }
        }
        for (int is = 0; is < after.size(); is++) {
            Deque<Integer> place = found[is] == NONE ? places.get(after.get(is)) : null;
            if (place != null && !place.isEmpty()) {
                match(is, place.remove());
            }
        }
    }

    private void matchFirstFields() {
        Map<Map.Entry<String, JsonValue>, Integer> places = firstFields(before);
        firstFields(after).forEach((field, is) -> {
            int was = places.getOrDefault(field, NONE);
            if (was != NONE && found[is] == NONE && !taken[was]) {
                match(is, was);
            }
        });
    }

    /** The first fields that tell an element from all others. */
    private static Map<Map.Entry<String, JsonValue>, Integer> firstFields(List<JsonValue> elements) {
        Map<Map.Entry<String, JsonValue>, Integer> places = new HashMap<>();
        for (int i = 0; i < elements.size(); i++) {
            int place = i;
            firstField(elements.get(i)).ifPresent(field -> places.merge(field, place, (one, other) -> NONE));
        }
        places.values().removeIf(place -> place == NONE);
        return places;
    }

    private static Optional<Map.Entry<String, JsonValue>> firstField(JsonValue element) {
        return element instanceof JsonObject object
                ? object.fields().entrySet().stream()
                        .findFirst()
                        .filter(it -> it.getValue() instanceof JsonString || it.getValue() instanceof JsonNumber)
                : Optional.empty();
    }

    private void matchGaps() {
        int start = 0;
        while (start < after.size()) {
            int end = start;
            while (end < after.size() && found[end] == NONE) {
                end++;
            }
            matchGap(start, end);
            start = end + 1;
        }
    }

    private void matchGap(int start, int end) {
        int from = start == 0 ? 0 : found[start - 1] + 1;
        int to = end == after.size() ? before.size() : found[end];
        if (to - from == end - start && areFree(from, to)) {
            for (int i = 0; i < end - start; i++) {
                match(start + i, from + i);
            }
        }
    }

    private boolean areFree(int from, int to) {
        for (int was = from; was < to; was++) {
            if (taken[was]) {
                return false;
            }
        }
        return true;
    }
}
