// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.homeserver.Homeserver;
import dev.holdfast.homeserver.Synapse;
import dev.holdfast.matrix.trixnity.Upstream;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Faults of Trixnity that this module steps around. Each test fails with the first version that has the fault no more. */
@Tag("real")
@ExtendWith(Homeserver.class)
class UpstreamTest {

    @TempDir
    private Path folder;

    @Test
    void aDeviceIsRefusedThatSignsInAgainIntoItsOwnStore(Synapse server) throws Exception {
        server.user("oscar");
        Throwable refusal = Upstream.signInTwice(server.uri(), "oscar", Person.password(), folder.resolve("oscar"));
        assertThat(refusal)
                .as("Trixnity takes a device back now. Delete this test, Upstream.kt, and what the decision note on the"
                        + " Matrix client says of an inverted check; and see whether LogIn.goOn can hand the new tokens to"
                        + " MatrixClient.create, instead of being told as a restore (Account.KNOWN in Engine.create)")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must match stored authenticated userId");
    }
}
