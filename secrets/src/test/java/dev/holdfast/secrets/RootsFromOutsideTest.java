// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import static dev.holdfast.secrets.TestHome.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.UnreadableException;
import dev.holdfast.storage.UnreadableException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The root keys that are read from outside: a system credential, an environment variable. */
class RootsFromOutsideTest {

    private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
    private static final String OTHER = "ff".repeat(32);
    private static final int NOBODY = 65534;

    @TempDir
    private Path directory;

    private final TestHome home = new TestHome();
    private final Map<String, String> environment = new HashMap<>();
    private final KeyProviderFactory credential = new SystemCredentialFactory("bot-key", this::variable);
    private final KeyProviderFactory variable = new EnvironmentFactory("BOT_KEY", this::variable);

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    @BeforeEach
    void provide() throws Exception {
        environment.put("CREDENTIALS_DIRECTORY", directory.toString());
        environment.put("BOT_KEY", KEY);
        write(KEY);
    }

    private Path write(String key) throws Exception {
        Path file = directory.resolve("bot-key");
        Files.deleteIfExists(file);
        Files.writeString(file, key);
        return mode(file, "r--------");
    }

    private static Path mode(Path file, String permissions) throws Exception {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void anAccountThatWasMadeUnderThemOpensAgain() {
        for (KeyProviderFactory factory : new KeyProviderFactory[] {credential, variable}) {
            TestHome own = new TestHome();
            try (AccountKeys made = own.manager(factory).create(ALICE);
                    AccountKeys opened = own.manager(factory).open(ALICE)) {
                assertThat(opened.derive("x", 32)).isEqualTo(made.derive("x", 32));
                assertThat(opened.level()).isEqualTo(factory.level());
            }
        }
    }

    @Test
    void theirLevelsAreTheirOwn() {
        assertThat(credential.level()).isEqualTo(ProtectionLevel.SYSTEM_CREDENTIAL);
        assertThat(variable.level()).isEqualTo(ProtectionLevel.ENVIRONMENT);
    }

    @Test
    void anotherKeyIsAWrongKeyAndTheRightOneOpensAgain() throws Exception {
        home.manager(credential).create(ALICE).close();
        write(OTHER);
        assertUnreadable(credential, Reason.WRONG_KEY, "HF-0307");
        write(KEY);
        home.manager(credential).open(ALICE).close();
    }

    @Test
    void aMissingCredentialIsUnavailableAndSoIsAMissingDirectory() throws Exception {
        home.manager(credential).create(ALICE).close();
        Files.delete(directory.resolve("bot-key"));
        assertUnreadable(credential, Reason.KEY_UNAVAILABLE, "HF-0345");
        environment.put("CREDENTIALS_DIRECTORY", directory.resolve("none").toString());
        assertUnreadable(credential, Reason.KEY_UNAVAILABLE, "HF-0345");
        environment.remove("CREDENTIALS_DIRECTORY");
        assertUnreadable(credential, Reason.KEY_UNAVAILABLE, "HF-0345");
    }

    @Test
    void aMissingVariableIsUnavailable() {
        home.manager(variable).create(ALICE).close();
        environment.remove("BOT_KEY");
        assertUnreadable(variable, Reason.KEY_UNAVAILABLE, "HF-0347");
        environment.put("BOT_KEY", "short");
        assertUnreadable(variable, Reason.KEY_UNAVAILABLE, "HF-0348");
    }

    @Test
    void theEnvironmentWarnsOfWhoSeesItAndTheCredentialDoesNot() {
        LogRecorder log = new LogRecorder();
        try {
            home.manager(credential).create(ALICE).close();
            assertThat(log.messages()).isEmpty();
            home.manager(variable).create(TestHome.BOB).close();
        } finally {
            log.close();
        }
        assertThat(log.messages())
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .contains("BOT_KEY", "same user", "container's manager", "crashes")
                .doesNotContain(KEY);
    }

    @Test
    void noKeyIsMadeUnderARootThatIsTooShort() throws Exception {
        write("too short");
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> home.manager(credential).create(ALICE))
                .satisfies(e ->
                        assertThat(e.getSuppressed()).singleElement().asString().contains("HF-0348"));
        assertThat(home.raw.list(ALICE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "r-----r--", "rw--w----", "r-------x"})
    void aFileThatOthersCanReadOrChangeIsRefused(String permissions) throws Exception {
        mode(directory.resolve("bot-key"), permissions);
        assertRefused("others may read or change it");
    }

    /** As systemd shows a file to which it gives one user access by a list. */
    @Test
    void aFileThatItsGroupMayReadIsAccepted() throws Exception {
        mode(directory.resolve("bot-key"), "r--r-----");
        home.manager(credential).create(ALICE).close();
    }

    @Test
    void aDirectoryInWhichOthersCanExchangeTheFileIsRefused() throws Exception {
        mode(directory, "rwxrwx---");
        assertRefused("others may exchange it");
        mode(directory, "rwx------");
    }

    @Test
    void aLinkIsJudgedByWhatItLeadsTo() throws Exception {
        Path real = Files.move(directory.resolve("bot-key"), directory.resolve("..data"));
        Files.createSymbolicLink(directory.resolve("bot-key"), real.getFileName());
        home.manager(credential).create(ALICE).close();
        mode(real, "rw-r--r--");
        assertUnreadable(credential, Reason.KEY_UNAVAILABLE, "HF-0346");
    }

    @Test
    void whatIsNoPlainFileIsRefusedAndNotWaitedFor() throws Exception {
        Path file = directory.resolve("bot-key");
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", "-m", "400", file.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertRefused("it is not a plain file");
    }

    @Test
    void aFileOfAnotherUserIsRefused() {
        assertThat(new CredentialFacts(0100400, NOBODY, 1000).faultOfFile())
                .contains("it belongs to another user (number 65534)");
        assertThat(new CredentialFacts(0040500, NOBODY, 1000).faultOfDirectory())
                .contains("its directory belongs to another user (number 65534)");
        assertThat(new CredentialFacts(0100400, 0, 1000).faultOfFile()).isEmpty();
        assertThat(new CredentialFacts(0100400, 1000, 1000).faultOfFile()).isEmpty();
    }

    @Test
    void anEndlessFileIsNotReadToItsEnd() throws Exception {
        write("ab".repeat(40_000));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> root(credential))
                .withMessageContaining("more than 65536 bytes");
    }

    @Test
    void namesThatLeadElsewhereAreRefusedAtOnce() {
        Stream.of("", ".", "..", "../bot-key", "a/b", "a b", "a\u0000")
                .forEach(name -> assertThatIllegalArgumentException()
                        .as(name)
                        .isThrownBy(() -> KeyProviders.systemCredential(name)));
        Stream.of("", "A B", "A=B", "1A", "\u00c4")
                .forEach(name ->
                        assertThatIllegalArgumentException().as(name).isThrownBy(() -> KeyProviders.environment(name)));
    }

    @Test
    void nothingIsReadBeforeAKeyIsNeededNorAtALogOut() {
        KeyManager manager = home.manager(credential);
        manager.create(ALICE).close();
        KeyRef ref = manager.keys(ALICE).get(0);
        environment.clear();
        assertThat(home.manager(credential).destroyKey(ref)).isEqualTo(new KeyDestruction.RootRemains());
    }

    private void assertRefused(String why) {
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> root(credential))
                .withMessageContaining(why)
                .returns("HF-0346", HoldfastException::code);
    }

    private SecretBytes root(KeyProviderFactory factory) {
        return ((RootProvider) factory.open(new ProviderHome(TestHome.APP, home.raw))).root();
    }

    private void assertUnreadable(KeyProviderFactory factory, Reason reason, String code) {
        byte[] keyset = TestHome.bytes(home.raw, ALICE.blob("keyset"));
        UnreadableException e = catchThrowableOfType(
                UnreadableException.class, () -> home.manager(factory).open(ALICE));
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e.code()).isEqualTo(code);
        assertThat(TestHome.bytes(home.raw, ALICE.blob("keyset"))).isEqualTo(keyset);
    }
}
