// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.EventQueue;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Avatars as a Swing app keeps them. Needs no display. */
@Timeout(30)
class SwingConfinedCacheTest {

    private final BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);

    /** As an event handler would: on the event dispatch thread, through no cache. */
    private static <T> T onEventThread(Callable<T> handler) throws Exception {
        FutureTask<T> task = new FutureTask<>(handler);
        EventQueue.invokeLater(task);
        return task.get();
    }

    @Test
    void eventHandlersTouchTheCacheDirectlyAndOthersAreRefused() throws Exception {
        ConfinedCache<String, BufferedImage> avatars = ConfinedCache.on(SwingUtilities::invokeLater);
        onEventThread(() -> avatars.put("alice", image));

        assertThat(onEventThread(() -> avatars.get("alice"))).containsSame(image);
        assertThatThrownBy(() -> avatars.get("alice")).hasMessageStartingWith("HF-0404");
    }

    @Test
    void aCacheMadeByAnEventHandlerServesItAtOnce() throws Exception {
        assertThat(onEventThread(() -> {
                    ConfinedCache<String, BufferedImage> avatars = ConfinedCache.on(SwingUtilities::invokeLater);
                    avatars.put("alice", image);
                    return avatars.get("alice");
                }))
                .containsSame(image);
    }

    @Test
    void withSwingsOwnTestOfTheThreadNothingHasToBeLearned() throws Exception {
        ConfinedCache<String, BufferedImage> avatars =
                ConfinedCache.on(SwingUtilities::invokeLater, SwingUtilities::isEventDispatchThread);

        assertThatThrownBy(() -> avatars.get("alice")).hasMessageStartingWith("HF-0404");
        assertThat(onEventThread(() -> avatars.computeIfAbsent("alice", user -> image)))
                .isSameAs(image);
    }

    @Test
    void aWorkerPutsWhatItHasFetchedThroughTheEventQueue() throws Exception {
        ConfinedCache<String, BufferedImage> avatars = ConfinedCache.on(SwingUtilities::invokeLater);
        avatars.run(mine -> mine.put("alice", image)).join();

        assertThat(onEventThread(avatars::size)).isEqualTo(1);
    }

    @Test
    void logoutFromAnEventHandlerClearsWithoutWaitingForItself() throws Exception {
        ConfinedCache<String, BufferedImage> avatars = ConfinedCache.on(SwingUtilities::invokeLater);
        CacheRegistry registry = new CacheRegistry();
        registry.register("avatars", avatars);
        ClearReport report = onEventThread(() -> {
            avatars.put("alice", image);
            return registry.close(Duration.ZERO);
        });

        assertThat(report.cleared()).containsExactly("avatars");
        assertThat(onEventThread(avatars::size)).isZero();
    }
}
