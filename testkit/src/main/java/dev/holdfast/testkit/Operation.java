// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.storage.Storage;

/** The calls of a {@link Storage} that a {@link FaultyStorage} counts and makes fail. */
public enum Operation {
    /** {@link Storage#create}. */
    CREATE,
    /** {@link Storage#exists}. */
    EXISTS,
    /** {@link Storage#scopes}. */
    SCOPES,
    /** {@link Storage#read(dev.holdfast.storage.BlobName)}. */
    READ,
    /** {@link Storage#revision}. */
    REVISION,
    /** {@link Storage#replace}. */
    REPLACE,
    /** {@link Storage#confirm}. */
    CONFIRM,
    /** {@link Storage#delete}. */
    DELETE,
    /** {@link Storage#list} and {@link Storage#listKept}. */
    LIST,
    /** {@link Storage#history}. */
    HISTORY,
    /** {@link Storage#read(dev.holdfast.storage.BlobName, dev.holdfast.storage.Revision)}. */
    READ_GENERATION,
    /** {@link Storage#pin}. */
    PIN,
    /** {@link Storage#forgetHistory}. */
    FORGET_HISTORY,
    /** {@link Storage#setAside}. */
    SET_ASIDE,
    /** {@link Storage#purge}. */
    PURGE,
    /** {@link Storage#watch}. */
    WATCH,
    /** {@link Storage#lease}. */
    LEASE;

    /** A new array of those that change what is stored: the steps of a protocol. */
    public static Operation[] writes() {
        return new Operation[] {CREATE, REPLACE, DELETE, PIN, FORGET_HISTORY, SET_ASIDE, PURGE};
    }
}
