// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;

/** A method call, as a service receives it. */
record Call(int serial, String path, String member, Unmarshaller arguments) {

    private static final int RETURN = 2;
    private static final int ERROR = 3;
    private static final int SIGNAL = 4;

    static Call read(SocketChannel client) throws IOException {
        ByteBuffer fixed = FakeBus.read(client, 16).order(ByteOrder.LITTLE_ENDIAN);
        int fieldsLength = fixed.getInt(12);
        ByteBuffer all = ByteBuffer.allocate(16 + fieldsLength).order(ByteOrder.LITTLE_ENDIAN);
        all.put(fixed.rewind()).put(FakeBus.read(client, fieldsLength).rewind()).position(16);
        FakeBus.read(client, (8 - fieldsLength % 8) % 8);
        Map<Integer, String> fields = new HashMap<>();
        Unmarshaller in = new Unmarshaller(all);
        while (in.hasMore()) {
            in.struct();
            int code = in.octet();
            fields.put(code, in.signature().equals("g") ? in.signature() : in.string());
        }
        ByteBuffer body = FakeBus.read(client, fixed.getInt(4)).rewind().order(ByteOrder.LITTLE_ENDIAN);
        return new Call(
                fixed.getInt(8), fields.getOrDefault(1, ""), fields.getOrDefault(3, ""), new Unmarshaller(body));
    }

    ByteBuffer returning(String signature, Marshaller.Content result) {
        return message(RETURN, signature, result, fields -> {});
    }

    ByteBuffer failing(String error) {
        return message(
                ERROR,
                "s",
                text -> text.string("a text that nobody shows"),
                fields -> fields.struct().octet(4).variant("s", it -> it.string(error)));
    }

    /** A signal of the object that was called. */
    ByteBuffer signal(String interfaceName, String name, String signature, Marshaller.Content content) {
        return message(SIGNAL, signature, content, fields -> {
            fields.struct().octet(1).variant("o", it -> it.string(path));
            fields.struct().octet(2).variant("s", it -> it.string(interfaceName));
            fields.struct().octet(3).variant("s", it -> it.string(name));
        });
    }

    private ByteBuffer message(int type, String signature, Marshaller.Content content, Marshaller.Content more) {
        Marshaller body = new Marshaller();
        content.into(body);
        return new Marshaller()
                .octet('l')
                .octet(type)
                .octet(0)
                .octet(1)
                .uint32(body.length())
                .uint32(1)
                .array(8, fields -> {
                    fields.struct().octet(7).variant("s", it -> it.string("org.freedesktop.secrets"));
                    if (type != SIGNAL) {
                        fields.struct().octet(5).variant("u", it -> it.uint32(serial));
                    }
                    more.into(fields);
                    fields.struct().octet(8).variant("g", it -> it.signature(signature));
                })
                .align(8)
                .append(body)
                .toBuffer();
    }
}
