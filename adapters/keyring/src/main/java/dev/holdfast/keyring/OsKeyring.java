// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import dev.holdfast.secrets.KeyProvider;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.secrets.ProviderHome;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;

/**
 * Keys in the operating system's keyring, one item for each account: unlocked with the person's log-in, shown in the
 * keyring's own program as "Holdfast key of org.example.chat", destroyed at log-out. Found by {@link
 * java.util.ServiceLoader}.
 *
 * <table>
 *   <caption>Which keyring</caption>
 *   <tr><th>Linux, BSD</th><td>the Secret Service of the session bus: gnome-keyring, KWallet, KeePassXC</td></tr>
 *   <tr><th>macOS</th><td>the default keychain, by JNA. <b>Compiled and tested against a stand-in; not run there</b></td></tr>
 *   <tr><th>Windows</th><td>the Credential Manager, by JNA. <b>The same</b></td></tr>
 * </table>
 *
 * <p><b>Waiting.</b> Storing, getting and deleting a key end within 3 s, and ask nobody. {@link #open} does as well, unless
 * the keyring is locked and there is a display: then the person is asked to unlock it, and waited for {@link #within 60 s}.
 * It never locks anything. An interrupt is waited out, and the thread stays interrupted. On Linux it starts no thread; on
 * the others a daemon makes each call, as a native call cannot be given up.
 *
 * <p><b>Unavailable is not absent.</b> What keeps it from answering has a code of its own, HF-0360 to HF-0373: no bus, a
 * dead one, one without a keyring, a locked one, a silent one, one that breaks the protocol. A key counts as absent only if
 * the default collection is unlocked and no collection, locked ones included, says that it has it.
 *
 * <p><b>Durability.</b> A key that was stored or deleted is as durable as the keyring makes it. gnome-keyring syncs its file
 * and not the directory, so the directory ({@code $XDG_DATA_HOME/keyrings}) is synced here, where it can be reached, before
 * the call returns. Where it cannot, in a sandbox, or with another keyring, a power cut soon after may lose a new
 * key, or bring a deleted one back.
 *
 * <p><b>Secrecy.</b> On Linux a key crosses the bus encrypted for the session, where the keyring can do that. Programs of
 * the same user can ask the keyring as well as this one can.
 *
 * <p>Safe for any number of threads and processes. With the environment variable {@code HOLDFAST_KEYRING} set to {@code off} it is
 * unavailable, HF-0370: for tests, and for machines whose keyring is broken.
 */
public final class OsKeyring implements KeyProviderFactory {

    static final String ID = "os-keyring";

    static final String SWITCH = "HOLDFAST_KEYRING";

    private final Environment environment;
    private final String system;
    private final Waiting waiting;

    /** As {@link #of} gives it; public for {@link java.util.ServiceLoader}. */
    public OsKeyring() {
        this(Environment.ofThisProcess(), System.getProperty("os.name", ""), Waiting.USUAL);
    }

    OsKeyring(Environment environment, String system, Waiting waiting) {
        this.environment = environment;
        this.system = system;
        this.waiting = waiting;
    }

    /** The keyring of this system. It is not touched until a home needs a key. */
    public static OsKeyring of() {
        return new OsKeyring();
    }

    /**
     * The same, but a person who is asked to unlock it has so long to answer.
     *
     * @param patience zero asks nobody: a keyring that is locked is unavailable at once, HF-0364
     */
    public OsKeyring within(Duration patience) {
        return new OsKeyring(environment, system, new Waiting(waiting.keyring(), patience));
    }

    /** The same, but nobody is ever asked to unlock it: for programs that run without a person. */
    public OsKeyring withoutAsking() {
        return within(Duration.ZERO);
    }

    @Override
    public OsKeyring unattended() {
        return withoutAsking();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProtectionLevel level() {
        return ProtectionLevel.OS_KEYRING;
    }

    /** @throws dev.holdfast.secrets.ProviderUnavailableException as the class says */
    @Override
    public KeyProvider open(ProviderHome home) {
        if (environment.get(SWITCH).filter("off"::equals).isPresent()) {
            throw Problems.switchedOff("$" + SWITCH);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac") || name.startsWith("windows")) {
            return NativeVault.open(home.appId(), name, waiting);
        }
        return SecretServiceVault.open(home.appId(), environment, waiting, new SecureRandom());
    }
}
