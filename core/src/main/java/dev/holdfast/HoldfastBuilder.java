// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.cache.Ticker;
import dev.holdfast.secrets.KeyManager;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import dev.holdfast.secrets.ProtectionLevel;
import dev.holdfast.state.Autosave;
import dev.holdfast.state.CodecFactory;
import dev.holdfast.state.Documents;
import dev.holdfast.state.Rehearsed;
import dev.holdfast.state.SaveFailure;
import dev.holdfast.state.Schema;
import dev.holdfast.storage.AppPaths;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.HoldfastException;
import dev.holdfast.storage.ReadOnlyStorage;
import dev.holdfast.storage.Scope;
import dev.holdfast.storage.Storage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a home is opened. Not safe for several threads; used once. */
public final class HoldfastBuilder {

    private final String appId;
    private @Nullable Path directory;
    private @Nullable Storage storage;
    private Optional<List<KeyProviderFactory>> keys = Optional.empty();
    private ProtectionLevel atLeast = ProtectionLevel.FILE_KEY;
    private CodecFactory codecs = CodecFactory.discovered();
    private Clock clock = Clock.systemUTC();
    private Ticker ticker = Ticker.SYSTEM;
    private SecureRandom random = new SecureRandom();
    private Optional<Duration> revokeLater = Optional.empty();
    private Duration saveDelay = Autosave.DELAY;
    private Consumer<SaveFailure> onSaveFailure = failure -> {};
    private Optional<Executor> executor = Optional.empty();

    HoldfastBuilder(String appId) {
        this.appId = appId;
    }

    /** All the app's directories below one, instead of the platform's: for tests, and for apps that live on a stick. */
    public HoldfastBuilder at(Path home) {
        directory = home;
        return this;
    }

    /** What keeps the blobs; closed with the home. Stores and caches stay in local directories. */
    public HoldfastBuilder storage(Storage keeper) {
        storage = keeper;
        return this;
    }

    /**
     * Where the keys of new accounts come from: the first that works, and is strong enough. An account keeps its provider;
     * a weaker one is never taken in its place.
     */
    public HoldfastBuilder keys(KeyProviderFactory... providers) {
        keys = Optional.of(List.of(providers));
        return this;
    }

    /** The weakest protection that the app accepts for the keys of accounts; {@link ProtectionLevel#FILE_KEY} at first. */
    public HoldfastBuilder requireAtLeast(ProtectionLevel level) {
        atLeast = level;
        return this;
    }

    /** How typed values become JSON; the one codec module that is installed at first. */
    public HoldfastBuilder codecs(CodecFactory factory) {
        codecs = factory;
        return this;
    }

    /** What time it is, for what is saved. */
    public HoldfastBuilder clock(Clock source) {
        clock = source;
        return this;
    }

    /** How time passes, for what expires. */
    public HoldfastBuilder ticker(Ticker source) {
        ticker = source;
        return this;
    }

    /** Where keys, nonces and ids come from. */
    public HoldfastBuilder random(SecureRandom source) {
        random = source;
        return this;
    }

    /**
     * What to do where a log-out cannot reach the server: keep the session's client data, sealed under a key of its own,
     * and try again at later opens, for at most so long. Without this the session is forgotten, and the server goes on
     * with it until it expires there.
     */
    public HoldfastBuilder revokeLater(Duration atMost) {
        revokeLater = Optional.of(atMost);
        return this;
    }

    /**
     * How long at most a change by {@link dev.holdfast.state.Document#updateLater} waits to be saved;
     * {@link Autosave#DELAY} at first.
     *
     * @throws IllegalArgumentException when the home is opened, if it is negative
     */
    public HoldfastBuilder saveDelay(Duration atMost) {
        saveDelay = atMost;
        return this;
    }

    /** Hears of saves in the background that fail, as {@link Autosave} says; they are logged in any case. */
    public HoldfastBuilder onSaveFailure(Consumer<SaveFailure> listener) {
        onSaveFailure = listener;
        return this;
    }

    /** Where asynchronous calls run, and who subscribes to changes is called; it is not shut down. None at first. */
    public HoldfastBuilder executor(Executor own) {
        executor = Optional.of(own);
        return this;
    }

    /**
     * Opens the home.
     *
     * @throws HoldfastException as {@link Holdfast#open(String)} says; a storage that was given is then closed, too
     */
    public Holdfast open() {
        AppPaths paths = paths();
        Storage keeper = Optional.ofNullable(storage)
                .orElseGet(() -> FileStorage.builder(paths.data()).clock(clock).open());
        try {
            HomeId id = new HomeLayout(keeper, appId).prepare(HomeId.random(random));
            return new Holdfast(home(keeper, new Places(paths, id)));
        } catch (Throwable e) {
            Cleanup cleanup = new Cleanup();
            cleanup.run(keeper::close);
            cleanup.addTo(e);
            throw e;
        }
    }

    /**
     * What a schema would make of what is stored in a home, or in a copy of one, that is not opened: as
     * {@link Holdfast#rehearse} says, and nothing is made, locked, finished or changed there, whoever has it open. Sealed
     * documents need their keys as ever: those in a key file are copied with the home. A storage that was given is only
     * read, and closed then.
     *
     * @throws HoldfastException HF-0519 if there is no home; HF-0501 or HF-0502 if it is laid out by a newer release, or is
     *     another app's; HF-0230 if the schema lacks a step
     * @throws dev.holdfast.storage.UnsafePlaceException if it is not a directory of this user
     */
    public List<Rehearsed> rehearse(Schema<?> schema) {
        AppPaths paths = paths();
        Storage keeper = Optional.ofNullable(storage)
                .<Storage>map(ReadOnlyStorage::new)
                .orElseGet(() -> FileStorage.readOnly(paths.data()));
        try {
            HomeId id = new HomeLayout(keeper, appId).require();
            return rehearsed(home(keeper, new Places(paths, id)), schema);
        } finally {
            keeper.close();
        }
    }

    private static List<Rehearsed> rehearsed(Home home, Schema<?> schema) {
        try {
            return new HomeRehearsal(home).run(schema);
        } finally {
            home.keys().close();
        }
    }

    private AppPaths paths() {
        return Optional.ofNullable(directory)
                .map(home -> AppPaths.under(appId, home))
                .orElseGet(() -> AppPaths.of(appId));
    }

    private Home home(Storage keeper, Places places) {
        Autosave autosave = Autosave.after(saveDelay, onSaveFailure);
        return new Home(
                appId,
                keeper,
                places,
                KeyManager.of(appId, keeper, keys.orElseGet(KeyProviders::installed), atLeast, clock, random),
                (of, scope) -> documents(of, scope, autosave),
                clock,
                ticker,
                random,
                revokeLater,
                executor);
    }

    private Documents documents(Storage of, Scope scope, Autosave autosave) {
        Documents documents = Documents.over(of, scope, codecs, clock).autosave(autosave);
        return executor.map(documents::executor).orElse(documents);
    }
}
