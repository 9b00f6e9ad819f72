// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keyring;

/**
 * A call of a method, to be sent.
 *
 * @param destination the service's name on the bus
 * @param path of the object
 * @param signature of the arguments; empty if there are none
 */
record MethodCall(
        String destination, String path, String interfaceName, String member, String signature, Marshaller arguments) {

    private static final int CALL = 1;
    private static final int VERSION = 1;

    /** Of an object of the keyring. */
    static MethodCall toKeyring(
            String path, String interfaceName, String member, String signature, Marshaller.Content arguments) {
        return of("org.freedesktop.secrets", path, "org.freedesktop." + interfaceName, member, signature, arguments);
    }

    /** Of the bus itself. */
    static MethodCall toBus(String member, String signature, Marshaller.Content arguments) {
        String bus = "org.freedesktop.DBus";
        return of(bus, "/org/freedesktop/DBus", bus, member, signature, arguments);
    }

    private static MethodCall of(
            String destination,
            String path,
            String interfaceName,
            String member,
            String signature,
            Marshaller.Content arguments) {
        Marshaller body = new Marshaller();
        arguments.into(body);
        return new MethodCall(destination, path, interfaceName, member, signature, body);
    }

    /** Header and arguments. */
    Marshaller message(int serial) {
        return new Marshaller()
                .octet('l')
                .octet(CALL)
                .octet(0)
                .octet(VERSION)
                .uint32(arguments.length())
                .uint32(serial)
                .array(8, this::fields)
                .align(8)
                .append(arguments);
    }

    private void fields(Marshaller out) {
        field(out, 1, "o", path);
        field(out, 2, "s", interfaceName);
        field(out, 3, "s", member);
        field(out, 6, "s", destination);
        if (!signature.isEmpty()) {
            out.struct().octet(8).variant("g", it -> it.signature(signature));
        }
    }

    private static void field(Marshaller out, int code, String type, String value) {
        out.struct().octet(code).variant(type, it -> it.string(value));
    }
}
