// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli.demo;

import dev.holdfast.Holdfast;
import dev.holdfast.state.Document;
import dev.holdfast.state.LoadOutcome;
import dev.holdfast.state.Loaded;
import dev.holdfast.storage.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Does to a saved file what a failing disk does. */
final class DamageStep implements Step {

    private static final int DAMAGED_BYTES = 16;

    @Override
    public String name() {
        return "damage";
    }

    @Override
    public String title() {
        return "A damaged file is recovered from its generation";
    }

    @Override
    public void run(Stage stage, Findings findings) throws IOException {
        Path file;
        try (Holdfast app = stage.open()) {
            Document<Notes> document = app.document(Notes.SCHEMA);
            document.set(new Notes("first"));
            document.set(new Notes("second"));
            document.set(new Notes("third"));
            file = Path.of(document.location());
        }
        byte[] damaged = damage(file);
        findings.note("%d bytes of %s flipped in place".formatted(DAMAGED_BYTES, file.getFileName()));
        try (Holdfast app = stage.open()) {
            recover(stage, app.document(Notes.SCHEMA), findings);
        }
        findings.claim(
                "the damaged bytes are kept, in quarantine",
                1,
                stage.files().holding(damaged).size());
        try (Holdfast app = stage.open()) {
            Loaded<Notes> loaded = app.document(Notes.SCHEMA).load();
            findings.claim("the next start finds what was saved since", new Notes("fourth"), loaded.value());
            findings.claim("and nothing wrong", LoadOutcome.LOADED, loaded.outcome());
        }
    }

    private static void recover(Stage stage, Document<Notes> document, Findings findings) {
        Loaded<Notes> loaded = document.load();
        findings.claim("the load tells that it is recovered", LoadOutcome.RECOVERED, loaded.outcome());
        findings.claim("the value is the newest good one", new Notes("second"), loaded.value());
        findings.show(
                "what the app is told",
                stage.withRelativePaths(
                        loaded.problem().map(Problem::toString).orElse("nothing")));
        findings.note(stage.withRelativePaths("quarantined: " + String.join(", ", loaded.quarantined())));
        document.update(second -> new Notes("fourth"));
    }

    /** Flips every bit of some bytes in the middle: no longer UTF-8, whatever they were. */
    private static byte[] damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int from = (bytes.length - DAMAGED_BYTES) / 2;
        for (int i = from; i < from + DAMAGED_BYTES; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
        }
        return bytes;
    }
}
