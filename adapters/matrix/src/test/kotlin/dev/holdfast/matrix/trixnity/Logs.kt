// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix.trixnity

import de.connect2x.lognity.api.ansi.AnsiScope
import de.connect2x.lognity.api.backend.Backend
import de.connect2x.lognity.api.backend.NoopBackend
import de.connect2x.lognity.api.context.ContextSpec
import de.connect2x.lognity.api.logger.Level
import de.connect2x.lognity.api.logger.Logger
import de.connect2x.lognity.api.logger.NoopLogger
import de.connect2x.lognity.api.marker.Marker
import java.util.logging.Handler
import java.util.logging.LogManager
import java.util.logging.LogRecord
import java.util.logging.SimpleFormatter

/** What an app sees that wants to know everything: Trixnity's log, which has a way of its own, and all others'. */
object Logs {
    /** From now on each record is one line of the standard output: LOG, a level, who, what. */
    @JvmStatic
    fun print() {
        Backend.set(Printing)
        val root = LogManager.getLogManager().getLogger("")
        root.handlers.forEach(root::removeHandler)
        root.level = java.util.logging.Level.ALL
        root.addHandler(All)
    }

    private fun print(level: String, name: String?, message: String) =
        println("LOG $level $name " + message.replace("\n", " | "))

    private object All : Handler() {
        init {
            level = java.util.logging.Level.ALL
        }

        override fun publish(record: LogRecord) {
            val name =
                if (record.level.intValue() >= java.util.logging.Level.INFO.intValue()) "INFO" else record.level.name
            print(name, record.loggerName, SimpleFormatter().format(record))
        }

        override fun flush() = Unit

        override fun close() = Unit
    }

    private object Printing : Backend by NoopBackend {
        override fun createLogger(name: String?, contextSpec: ContextSpec) =
            object : Logger {
                override val config = NoopLogger.config
                override val context = NoopLogger.context
                override var level = Level.TRACE
                override var isEnabled = true

                override fun log(level: Level, message: AnsiScope.() -> Any) = log(null, level, message)

                override fun log(marker: Marker?, level: Level, message: AnsiScope.() -> Any) =
                    print(if (level >= Level.INFO) "INFO" else level.name, name, AnsiScope.message().toString())
            }
    }
}
