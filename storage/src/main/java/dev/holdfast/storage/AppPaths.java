// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.file.Path;

/**
 * Where an app keeps its files: five absolute paths, each of them this app's alone. Nothing is made or looked at here;
 * who opens a place makes it, readable by its owner only.
 *
 * <table>
 * <caption>The directories of the app {@code ID}</caption>
 * <tr><th></th><th>Linux and others</th><th>macOS, below ~/Library</th><th>Windows</th></tr>
 * <tr><td>data</td><td>$XDG_DATA_HOME/ID</td><td>Application Support/ID/data</td><td>%LOCALAPPDATA%\ID\data</td></tr>
 * <tr><td>config</td><td>$XDG_CONFIG_HOME/ID</td><td>Application Support/ID/config</td><td>%APPDATA%\ID</td></tr>
 * <tr><td>state</td><td>$XDG_STATE_HOME/ID</td><td>Application Support/ID/state</td><td>%LOCALAPPDATA%\ID\state</td></tr>
 * <tr><td>cache</td><td>$XDG_CACHE_HOME/ID</td><td>Caches/ID</td><td>%LOCALAPPDATA%\ID\cache</td></tr>
 * <tr><td>runtime</td><td>$XDG_RUNTIME_DIR/ID</td><td>Caches/ID/runtime</td><td>%LOCALAPPDATA%\ID\cache\runtime</td></tr>
 * </table>
 *
 * A variable that is not set, or whose value is not an absolute path, counts for nothing, as the
 * <a href="https://specifications.freedesktop.org/basedir-spec/0.8/">XDG base directory specification 0.8</a> demands;
 * its defaults are taken below {@code user.home}. Without a directory for runtime files the cache has one, which no
 * reboot empties.
 *
 * @param data what must not be lost
 * @param config what a person chose, and may carry to another machine
 * @param state what is worth keeping and can be lost, such as logs
 * @param cache what can be fetched or computed again
 * @param runtime sockets and the like, of no use after a reboot
 */
public record AppPaths(Path data, Path config, Path state, Path cache, Path runtime) {

    /**
     * The platform's directories for an app. If the system property {@code dev.holdfast.home} is set, they are
     * {@linkplain #under below} its value instead: so the tests of an app keep away from a person's data. There is no
     * environment variable for this, as one left behind in a shell would make an app start without its data.
     *
     * @param appId in the manner of {@code org.example.chat}: words of {@code a-z 0-9} with single dots or dashes
     *     between them, at most 128 characters, none of the words between dots reserved by Windows. Capitals are
     *     refused: on half of all machines they would not make another directory
     * @throws InvalidNameException if the id is not as above
     * @throws HoldfastException HF-0140 if a default is needed and {@code user.home} is not an absolute path; HF-0141
     *     if the property's value is not one
     */
    public static AppPaths of(String appId) {
        return PlatformPaths.ofThisProcess().paths(appId);
    }

    /**
     * All five below one directory, as {@code root/ID/data} and so on: for tests, for an app on a stick, for an option
     * {@code --home}.
     *
     * @param root made absolute by the process's working directory
     * @throws InvalidNameException if the id is not as for {@link #of}
     */
    public static AppPaths under(String appId, Path root) {
        return within(root.toAbsolutePath().normalize().resolve(AppId.checked(appId)));
    }

    private static AppPaths within(Path app) {
        return new AppPaths(
                app.resolve("data"),
                app.resolve("config"),
                app.resolve("state"),
                app.resolve("cache"),
                app.resolve("runtime"));
    }
}
