// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.secrets.KeyId;
import dev.holdfast.secrets.ProviderHome;
import dev.holdfast.secrets.ProviderUnavailableException;
import dev.holdfast.secrets.SecretBytes;
import dev.holdfast.secrets.VaultProvider;
import dev.holdfast.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what a keyring answers. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no session bus")
class SecretServiceVaultTest {

    private static final String APP = "org.example.chat";
    private static final KeyId ID = new KeyId("00112233445566778899aabbccddeeff");
    private static final SecretBytes KEY = SecretBytes.copyOf(new byte[32]);
    private static final Waiting PATIENT = new Waiting(Duration.ofSeconds(20), Duration.ofSeconds(20));
    private static final String COMPLETED = "Completed";
    private static final String PROMPT_INTERFACE = "org.freedesktop.Secret.Prompt";

    @TempDir
    private Path directory;

    private final FakeKeyring keyring = new FakeKeyring();
    private FakeBus bus;

    @BeforeEach
    void start() throws Exception {
        bus = FakeBus.at(directory.resolve("bus"), keyring);
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private OsKeyring withoutDisplay() {
        return new OsKeyring(bus.environment(), "Linux", PATIENT);
    }

    private OsKeyring withDisplay() {
        Environment withDisplay = variable -> variable.equals("WAYLAND_DISPLAY")
                ? Optional.of("wayland-0")
                : bus.environment().get(variable);
        return new OsKeyring(withDisplay, "Linux", PATIENT);
    }

    private static VaultProvider open(OsKeyring factory) {
        return (VaultProvider) factory.open(new ProviderHome(APP, new MemoryStorage()));
    }

    private static void assertUnavailable(String code, Runnable call) {
        ProviderUnavailableException e = catchThrowableOfType(ProviderUnavailableException.class, call::run);
        assertThat(e).isNotNull();
        assertThat(e.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeyIsStoredGivenAndDeleted(boolean plainOnly) {
        keyring.plainOnly = plainOnly;
        VaultProvider vault = open(withoutDisplay());
        vault.put(ID, KEY);
        assertThat(vault.get(ID)).contains(KEY);
        vault.delete(ID);
        assertThat(vault.get(ID)).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeSyncedIsToldAndTheKeyMayBeThere() throws Exception {
        Files.createSymbolicLink(directory.resolve("keyrings"), Path.of("/proc")); // which refuses to be synced
        Environment environment = variable -> variable.equals("XDG_DATA_HOME")
                ? Optional.of(directory.toString())
                : bus.environment().get(variable);
        VaultProvider vault = open(new OsKeyring(environment, "Linux", PATIENT));
        assertUnavailable("HF-0373", () -> vault.put(ID, KEY));
        assertThat(vault.get(ID)).contains(KEY);
        assertUnavailable("HF-0373", () -> vault.delete(ID));
        assertThat(vault.get(ID)).isEmpty();
    }

    @Test
    void theItemTellsAPersonWhatItIsAndAProgramWhoseItIs() {
        open(withoutDisplay()).put(ID, KEY);
        assertThat(keyring.labels).containsExactly(Map.entry(ID.text(), "Holdfast key of org.example.chat"));
        assertThat(keyring.items().keySet())
                .containsExactly(Map.of("xdg:schema", "dev.holdfast.Key", "app", APP, "id", ID.text()));
    }

    @Test
    void whatIsPutUnderTheSameIdReplacesWhatWasThere() {
        VaultProvider vault = open(withoutDisplay());
        vault.put(ID, SecretBytes.copyOf(new byte[] {1, 2, 3}));
        vault.put(ID, KEY);
        assertThat(vault.get(ID)).contains(KEY);
        assertThat(keyring.items()).hasSize(1);
    }

    @Test
    void withoutADisplayALockedKeyringIsUnavailableAndNobodyIsAsked() {
        keyring.locked = true;
        assertUnavailable("HF-0364", () -> open(withoutDisplay()));
        assertThat(keyring.called).doesNotContain("Prompt");
    }

    @Test
    void whoSaysSoIsNotAskedThoughThereIsADisplay() {
        keyring.locked = true;
        assertUnavailable("HF-0364", () -> open(withDisplay().withoutAsking()));
        assertThat(keyring.called).doesNotContain("Prompt");
    }

    @Test
    void aKeyringThatUnlocksWithoutAPersonIsUnlocked() {
        keyring.locked = true;
        keyring.on("Unlock", call -> {
            keyring.locked = false;
            return List.of(unlocked(call));
        });
        assertThat(open(withoutDisplay()).get(ID)).isEmpty();
    }

    @Test
    void aKeyringThatOnlySaysThatItIsUnlockedIsNotBelieved() {
        keyring.locked = true;
        keyring.on("Unlock", call -> List.of(unlocked(call)));
        assertUnavailable("HF-0364", () -> open(withoutDisplay()));
    }

    private static ByteBuffer unlocked(Call call) {
        return call.returning(
                "aoo",
                out -> out.array(4, paths -> paths.string(FakeKeyring.COLLECTION))
                        .string("/"));
    }

    @Test
    void aPersonIsAskedToUnlockIt() {
        keyring.locked = true;
        keyring.on("Prompt", call -> {
            keyring.locked = false;
            return List.of(call.returning("", out -> {}), completed(call, false));
        });
        open(withDisplay()).put(ID, KEY);
        assertThat(keyring.items()).hasSize(1);
    }

    @Test
    void anAnswerThatOvertakesTheReplyCounts() {
        keyring.locked = true;
        keyring.on("Prompt", call -> {
            keyring.locked = false;
            return List.of(completed(call, false), call.returning("", out -> {}));
        });
        assertThat(open(withDisplay()).get(ID)).isEmpty();
    }

    @Test
    void aPersonMayDecline() {
        keyring.locked = true;
        keyring.on("Prompt", call -> List.of(call.returning("", out -> {}), completed(call, true)));
        assertUnavailable("HF-0365", () -> open(withDisplay()));
    }

    @Test
    void aPersonWhoDoesNotAnswerIsNotWaitedForLong() {
        keyring.locked = true;
        assertUnavailable("HF-0366", () -> open(withDisplay().within(Duration.ofMillis(200))));
        assertThat(keyring.called).contains("Prompt");
    }

    @Test
    void aPromptThatIsAnsweredAndUnlocksNothingIsNotBelieved() {
        keyring.locked = true;
        keyring.on("Prompt", call -> List.of(call.returning("", out -> {}), completed(call, false)));
        assertUnavailable("HF-0364", () -> open(withDisplay()));
    }

    private static ByteBuffer completed(Call call, boolean dismissed) {
        return call.signal(
                PROMPT_INTERFACE, COMPLETED, "bv", out -> out.bool(dismissed).variant("s", it -> it.string("")));
    }

    @Test
    void aKeyringThatWasLockedMeanwhileSaysNothingOfAKeyAndAsksNobody() {
        VaultProvider vault = open(withDisplay());
        keyring.locked = true;
        assertUnavailable("HF-0364", () -> vault.get(ID));
        assertUnavailable("HF-0364", () -> vault.put(ID, KEY));
        assertUnavailable("HF-0364", () -> vault.delete(ID));
        assertThat(keyring.called).doesNotContain("Unlock", "Prompt", "Lock");
    }

    @Test
    void aKeyInACollectionThatIsLockedIsNotAbsent() {
        VaultProvider vault = open(withDisplay());
        keyring.on(
                "SearchItems",
                call -> List.of(call.returning(
                        "aoao",
                        out -> out.array(4, none -> {}).array(4, paths -> paths.string(FakeKeyring.ELSEWHERE)))));
        assertUnavailable("HF-0364", () -> vault.get(ID));
        assertUnavailable("HF-0364", () -> vault.delete(ID));
    }

    @Test
    void whatWouldHaveToBeConfirmedIsNotDone() {
        VaultProvider vault = open(withDisplay());
        vault.put(ID, KEY);
        keyring.on(
                "CreateItem",
                call -> List.of(call.returning("oo", out -> out.string("/").string(FakeKeyring.PROMPT))));
        keyring.on("Delete", call -> List.of(call.returning("o", out -> out.string(FakeKeyring.PROMPT))));
        assertUnavailable("HF-0364", () -> vault.put(ID, KEY));
        assertUnavailable("HF-0364", () -> vault.delete(ID));
        assertThat(keyring.called).doesNotContain("Prompt");
    }

    @Test
    void aKeyringWithoutADefaultCollectionIsUnavailable() {
        keyring.on("ReadAlias", call -> List.of(call.returning("o", out -> out.string("/"))));
        assertUnavailable("HF-0363", () -> open(withDisplay()));
    }

    @ParameterizedTest
    @CsvSource({
        "org.freedesktop.DBus.Error.ServiceUnknown, HF-0362",
        "org.freedesktop.DBus.Error.Spawn.ChildExited, HF-0362",
        "org.freedesktop.DBus.Error.NoReply, HF-0367",
        "org.freedesktop.Secret.Error.IsLocked, HF-0364",
        "org.freedesktop.DBus.Error.AccessDenied, HF-0369",
        "a name with spaces, HF-0369"
    })
    void anErrorHasItsMeaning(String error, String code) {
        keyring.failOn("ReadAlias", error);
        assertUnavailable(code, () -> open(withDisplay()));
    }

    @Test
    void nothingThatAKeyringSaysIsShownButTheNameOfAnError() {
        keyring.failOn("ReadAlias", "org.freedesktop.DBus.Error.AccessDenied");
        assertThat(messageOf(withDisplay()))
                .contains("org.freedesktop.DBus.Error.AccessDenied")
                .doesNotContain("a text that nobody shows");
        keyring.failOn("ReadAlias", "a name with spaces");
        assertThat(messageOf(withDisplay())).contains("an error without a name").doesNotContain("spaces");
    }

    private static String messageOf(OsKeyring factory) {
        return catchThrowableOfType(ProviderUnavailableException.class, () -> open(factory))
                .problem()
                .what();
    }

    @Test
    void anotherFailureOfTheSessionIsNoReasonToSendASecretPlain() {
        VaultProvider vault = open(withDisplay());
        keyring.failOn("OpenSession", "org.freedesktop.DBus.Error.Failed");
        assertUnavailable("HF-0369", () -> vault.put(ID, KEY));
        assertThat(keyring.called).doesNotContain("CreateItem");
    }

    @Test
    void anAnswerOfOtherTypesIsNotRead() {
        keyring.on("ReadAlias", call -> List.of(call.returning("s", out -> out.string(FakeKeyring.COLLECTION))));
        assertUnavailable("HF-0368", () -> open(withDisplay()));
    }

    @Test
    void anInterruptIsWaitedOutAndKept() {
        VaultProvider vault = open(withoutDisplay());
        Thread.currentThread().interrupt();
        vault.put(ID, KEY);
        assertThat(Thread.interrupted()).isTrue();
        Thread.currentThread().interrupt();
        assertThat(vault.get(ID)).contains(KEY);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aKeyringThatIsRestartedIsFoundAgain() throws Exception {
        VaultProvider vault = open(withoutDisplay());
        vault.put(ID, KEY);
        bus.close();
        Files.delete(directory.resolve("bus"));
        assertUnavailable("HF-0361", () -> vault.get(ID));
        bus = FakeBus.at(directory.resolve("bus"), keyring);
        assertThat(vault.get(ID)).contains(KEY);
    }
}
