// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Account;
import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a careless client leaves in the account's directories: the draft and the token, not sealed by anybody.
 *
 * @param token the session's token
 * @param paths of the files, relative to the home, sorted
 */
record Traces(String token, List<String> paths) {

    static Traces leave(Stage stage) throws IOException {
        try (Holdfast app = stage.open()) {
            Restored<DemoClient> restored = DemoClients.restoreOrSignIn(app, stage.server());
            Account account = restored.account();
            String token = restored.client().token();
            Path store = account.store("timeline").resolve("timeline.txt");
            Path cache = account.cacheDirectory("requests").resolve("request.txt");
            Path runtime = account.runtimeDirectory("clipboard").resolve("clipboard.txt");
            Files.writeString(store, "the draft: " + stage.draft());
            Files.writeString(cache, "Authorization: Basic " + base64("ada:" + token));
            Files.writeString(runtime, stage.draft(), StandardCharsets.UTF_16);
            return new Traces(
                    token,
                    Stream.of(store, cache, runtime)
                            .map(file -> FileTree.relative(stage.home(), file))
                            .sorted()
                            .toList());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Traces" + paths;
    }
}
