// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.keys;

import dev.holdfast.Account;
import dev.holdfast.secrets.RotationReport;
import picocli.CommandLine.Command;

/** Everything under the newest keys. */
@Command(
        name = "finish",
        description =
                "Seals everything that is still sealed under earlier keys anew, and drops those that nothing needs"
                        + " any more. No app may have the account open.",
        mixinStandardHelpOptions = true)
final class FinishRotation extends KeysCommand {

    @Override
    String run(Account account) {
        RotationReport report = account.protection().finishRotation();
        return "%d sealed anew, %d earlier keys dropped, %d kept for generations and quarantine"
                .formatted(report.resealed(), report.dropped(), report.kept());
    }
}
