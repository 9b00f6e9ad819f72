// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

/**
 * A step from one version of a document's data to the next. It is pure: the same data give the same result, and nothing
 * else is read or changed, since it may run again.
 */
@FunctionalInterface
public interface Migration {

    /**
     * The data in the next version's form.
     *
     * @throws Exception if the data cannot be migrated; the document then loads as {@link LoadOutcome#INCOMPATIBLE}, and
     *     what is stored stays as it is
     */
    JsonObject apply(JsonObject data) throws Exception;
}
