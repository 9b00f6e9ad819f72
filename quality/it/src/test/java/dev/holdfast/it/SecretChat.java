// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.ClientFactory;
import dev.holdfast.Identity;
import dev.holdfast.Session;
import dev.holdfast.SessionFile;
import dev.holdfast.SessionHandle;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.SecretString;
import dev.holdfast.sqlite.RecordStore;
import dev.holdfast.sqlite.StoreKey;
import dev.holdfast.sqlite.Table;
import dev.holdfast.state.Schema;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A client app all of whose secrets are known by name: tokens, a passphrase, texts, messages, an old session file. */
final class SecretChat implements ClientFactory<SecretChat.Client> {

    static final String APP = "org.example.secret";
    static final String ALICE = "@alice:example.org";
    static final String BOB = "@bob:example.org";

    static final String TOKENS = "syt_Xk4vQ9wLz2 syr_B7nRt0pHc5";
    static final String FRESH_TOKENS = "syt_Mg1dYs8uJf syr_E3aVo6iWq2";
    static final String PASSPHRASE = "tortoise-lantern-42";
    static final String TEXT = "meet me at the old lighthouse";
    static final String TYPED = "and bring the blue envelope";
    static final String MESSAGE = "nobody else may know of this";
    static final String BOBS_TOKEN = "syt_Zr5cTj7xNb";
    static final String BOBS_PASSPHRASE = "walrus-umbrella-17";

    /** What no file, log line or output may tell. */
    static final String[] SECRETS = {
        "syt_Xk4vQ9wLz2",
        "syr_B7nRt0pHc5",
        "syt_Mg1dYs8uJf",
        "syr_E3aVo6iWq2",
        PASSPHRASE,
        TEXT,
        TYPED,
        MESSAGE,
        BOBS_TOKEN,
        BOBS_PASSPHRASE
    };

    /** What Alice writes. */
    record Letter(String text) {
        static final Schema<Letter> SCHEMA = Schema.of("letter", Letter.class, new Letter(""));
    }

    /** What a release believes a letter to be that cannot read one. */
    record Count(int text) {
        static final Schema<Count> SCHEMA = Schema.of("letter", Count.class, new Count(0));
    }

    /** A client that runs, with its messages in a database. */
    record Client(Session session, RecordStore messages) {}

    static Client logIn(SessionHandle handle) {
        RecordStore messages = messages(handle);
        messages.write(tx -> tx.put(Table.of("messages"), "1", MESSAGE.getBytes(StandardCharsets.UTF_8)));
        Session session = Session.of(URI.create("https://chat.example.org"), data(TOKENS))
                .withStore("client")
                .withPassphrase(SecretString.copyOf(PASSPHRASE));
        return new Client(session, messages);
    }

    static SecretBytes data(String tokens) {
        return SecretBytes.copyOf(tokens.getBytes(StandardCharsets.UTF_8));
    }

    private static RecordStore messages(SessionHandle handle) {
        return RecordStore.open(handle.store("client"), StoreKey.of(handle.secret("client store", 32)));
    }

    /** Bob's session as an earlier program kept it. */
    static void writeBobsFile(Path old) throws IOException {
        Files.createDirectories(old.resolve("db_2024"));
        Files.writeString(old.resolve("db_2024/state.db"), "rows");
        Files.writeString(old.resolve("session"), """
                {"client_session":{"homeserver":"https://chat.example.org","db_path":"db_2024","passphrase":"%s"},
                "user_session":{"user_id":"%s","device_id":"DEVICE","access_token":"%s"}}""".formatted(BOBS_PASSPHRASE, BOB, BOBS_TOKEN));
    }

    static SessionFile bobsFile(Path old) {
        return SessionFile.ofFullSession(old.resolve("session"), old);
    }

    @Override
    public Client rebuild(SessionHandle handle) {
        return new Client(handle.session(), messages(handle));
    }

    @Override
    public Identity describe(Client client) {
        return new Identity(ALICE, client.session());
    }

    @Override
    public void revoke(Session session) {}

    @Override
    public void close(Client client) {
        client.messages().close();
    }
}
