// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import java.nio.file.Path;

/**
 * A process that restores the client of a home and says one thing after another until it is killed. Each is printed before
 * it is said, and once it is kept, with what the store has done.
 */
final class ChattingChild {

    private ChattingChild() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        String room = arguments[1];
        String round = arguments[2];
        System.out.println("up");
        Person person = Person.restore(home);
        System.out.println("running");
        for (int i = 0; ; i++) {
            String text = round + "-" + i;
            System.out.println("saying " + text);
            Outgoing outgoing = Person.get(person.client().sendText(room, text));
            System.out.println("kept " + text);
            System.out.println(person.activity());
            if (i % 5 == 4) {
                Person.get(outgoing.accepted());
            }
        }
    }
}
