// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.matrix;

import dev.holdfast.homeserver.Synapse;
import dev.holdfast.matrix.trixnity.Logs;
import dev.holdfast.matrix.trixnity.Tokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** A process that does all that a client does, and prints everything that is logged, and then what nobody should log. */
final class LoggingChild {

    private LoggingChild() {}

    public static void main(String[] arguments) throws Exception {
        Logs.print();
        Path home = Path.of(arguments[0]);
        String room;
        Tokens first;
        try (Person person = Person.signIn(home, URI.create(arguments[1]), arguments[2])) {
            first = person.tokens();
            room = Person.get(person.client().createRoom("Moonlight", Set.of()));
            person.awaitRoom(room);
            person.say(room, "the owls are not what they seem");
            byte[] file = "behind the bookcase".getBytes(StandardCharsets.UTF_8);
            Person.get(Person.get(person.client().sendFile(room, "cellar-map.txt", "text/plain", file))
                    .accepted());
            while (person.tokens().access().equals(first.access())) {
                Person.get(person.client().join(room));
            }
        }
        try (Person person = Person.restore(home)) {
            person.say(room, "nor the cats");
            person.said(room);
            Tokens last = person.tokens();
            person.restored().account().logOut();
            secret("message", "the owls are not what they seem");
            secret("message", "nor the cats");
            secret("room name", "Moonlight");
            secret("file name", "cellar-map.txt");
            secret("file", "behind the bookcase");
            secret("password", Synapse.PASSWORD);
            for (Tokens tokens : Set.of(first, last)) {
                secret("access token", tokens.access());
                secret("refresh token", tokens.refresh().orElseThrow());
            }
            secret("room id", room);
            secret("user id", first.user());
            secret("device id", first.device());
        }
    }

    private static void secret(String what, String value) {
        System.out.println("SECRET " + what + "=" + value);
    }
}
