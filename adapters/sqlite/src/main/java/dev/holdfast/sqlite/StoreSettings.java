// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sqlite;

import dev.holdfast.storage.Durability;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongConsumer;

/** How a record store is opened. */
record StoreSettings(
        Path directory,
        Durability durability,
        long expectedOpens,
        Duration busy,
        long logLimit,
        LongConsumer onLogGrowth,
        SecureRandom random) {}
