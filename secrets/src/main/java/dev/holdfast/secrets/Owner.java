// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.secrets;

import dev.holdfast.storage.Scope;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whose keys they are. Everything that is derived or sealed is bound to its owner, so that nothing of one app or account
 * passes for another's.
 *
 * @param app the app's id
 * @param account the account's scope
 */
record Owner(String app, Scope account) {

    /**
     * The layout, this owner and some details, each behind its length: no two different lists give the same bytes.
     *
     * @param layout what is bound, and the version of its format
     */
    byte[] bind(String layout, String... details) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        append(bytes, layout);
        append(bytes, app);
        append(bytes, path(account));
        for (String detail : details) {
            append(bytes, detail);
        }
        return bytes.toByteArray();
    }

    static String path(Scope scope) {
        return String.join("/", scope.path());
    }

    private static void append(ByteArrayOutputStream bytes, String field) {
        byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
        bytes.writeBytes(utf8);
    }
}
