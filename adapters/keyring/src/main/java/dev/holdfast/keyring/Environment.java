// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.util.Optional;

/** The environment variables of a process. */
interface Environment {

    /** Empty also if it is set to nothing. */
    Optional<String> get(String variable);

    /** That of this process. */
    static Environment ofThisProcess() {
        return variable -> Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isEmpty());
    }
}
