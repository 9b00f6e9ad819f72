// SPDX-License-Identifier: Apache-2.0

/** Encrypted records in one SQLite file, and a storage in another. */
module dev.holdfast.sqlite {
    requires transitive dev.holdfast.secrets;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports dev.holdfast.sqlite;
}
