// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Scope;
import org.junit.jupiter.api.Test;

class OwnerTest {

    private static final Owner OWNER = new Owner("app", Scope.of("a", "b"));

    @Test
    void noTwoListsAreBoundAlike() {
        assertThat(OWNER.bind("x", "ab", "c"))
                .isNotEqualTo(OWNER.bind("x", "a", "bc"))
                .isNotEqualTo(OWNER.bind("x", "abc"))
                .isNotEqualTo(OWNER.bind("x", "ab", "c", ""))
                .isNotEqualTo(OWNER.bind("xab", "c"));
    }

    @Test
    void noTwoOwnersAreBoundAlike() {
        assertThat(OWNER.bind("x"))
                .isNotEqualTo(new Owner("app", Scope.of("a")).bind("x", "b"))
                .isNotEqualTo(new Owner("appa", Scope.of("b")).bind("x"))
                .isNotEqualTo(new Owner("other", OWNER.account()).bind("x"))
                .isNotEqualTo(new Owner("app", Scope.of("a", "c")).bind("x"));
        assertThat(new Owner("app", Scope.HOME).bind("x")).isNotEqualTo(new Owner("app", Scope.of("home")).bind("x"));
    }
}
