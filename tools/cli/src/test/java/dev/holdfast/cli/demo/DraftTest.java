// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftTest {

    @Test
    void aMixtureOfTwoSavesIsNotWhole() {
        Draft one = Draft.of(1, "text");
        Draft two = one.next("text");
        List<String> mixed = new ArrayList<>(two.lines());
        mixed.set(7, one.lines().get(7));

        assertThat(two.isWhole()).isTrue();
        assertThat(new Draft(2, "text", mixed).isWhole()).isFalse();
        assertThat(new Draft(2, "text", two.lines().subList(0, 9)).isWhole()).isFalse();
    }
}
