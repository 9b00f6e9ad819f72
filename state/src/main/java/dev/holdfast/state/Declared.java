// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.state;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What records declare, as far as fields are named as components. */
final class Declared {

    private Declared() {}

    /** Whether a component may be empty. */
    static boolean isOptional(Class<?> type, List<String> path) {
        Optional<Type> declared = Optional.of(type);
        for (String name : path) {
            declared = declared.map(Declared::content).flatMap(around -> step(around, name));
        }
        return declared.filter(it -> raw(it) == Optional.class).isPresent();
    }

    private static Type content(Type type) {
        return raw(type) == Optional.class ? lastArgument(type).orElse(type) : type;
    }

    private static Optional<Type> step(Type around, String name) {
        return name.equals(JsonPath.ANY) ? lastArgument(around) : component(raw(around), name);
    }

    private static Optional<Type> component(Class<?> type, String name) {
        return Stream.ofNullable(type.getRecordComponents())
                .flatMap(Stream::of)
                .filter(component -> component.getName().equals(name))
                .map(RecordComponent::getGenericType)
                .findFirst();
    }

    /** Of a list its elements' type, of a map its values'. */
    private static Optional<Type> lastArgument(Type type) {
        return type instanceof ParameterizedType generic
                ? Optional.of(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1])
                : Optional.empty();
    }

    private static Class<?> raw(Type type) {
        return type instanceof Class<?> plain
                ? plain
                : type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : Object.class;
    }
}
