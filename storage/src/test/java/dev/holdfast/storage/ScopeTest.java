// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScopeTest {

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "A", "a/b", "a_b", "-a", "a-", "\u00e9", "a\0"})
    void aSegmentHasNothingButSmallLettersDigitsAndInnerDashes(String segment) {
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.of("accounts", segment));
    }

    @Test
    void aPathHasAtMostFourSegments() {
        assertThat(Scope.of("a", "b", "c", "d").path()).hasSize(4);
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.of("a", "b", "c", "d", "e"));
    }

    @Test
    void everyScopeButTheHomeCanBeRetired() {
        Scope longest = Scope.of("accounts", "a".repeat(63));
        assertThat(longest.retirement().name()).hasSize(BlobName.MAX_BYTES);
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.of("accounts", "a".repeat(64)));
    }

    @Test
    void noTwoScopesShareARetirementRecord() {
        assertThat(Scope.of("a", "b-c").retirement())
                .isNotEqualTo(Scope.of("a-b", "c").retirement())
                .isNotEqualTo(Scope.of("a", "b", "c").retirement());
    }
}
