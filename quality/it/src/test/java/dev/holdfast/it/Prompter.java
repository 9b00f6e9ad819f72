// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A person at the prompts of gnome-keyring, played by the library that GNOME's own tests use for that. */
final class Prompter {

    private Prompter() {}

    /** Of libgcr 3, gcr-mock-prompter.h. The lists of properties stay empty. */
    interface Gcr extends Library {

        String gcr_mock_prompter_start();

        void gcr_mock_prompter_expect_password_ok(String password, @Nullable Pointer properties);

        void gcr_mock_prompter_expect_password_cancel();
    }

    /** Says its name on the bus, and answers the next prompt with the password that it is given, or else by declining. */
    public static void main(String[] arguments) throws IOException {
        Gcr gcr = Native.load("gcr-base-3", Gcr.class);
        String name = gcr.gcr_mock_prompter_start();
        if (arguments.length == 0) {
            gcr.gcr_mock_prompter_expect_password_cancel();
        } else {
            gcr.gcr_mock_prompter_expect_password_ok(arguments[0], null);
        }
        System.out.println(name);
        System.in.read();
    }
}
