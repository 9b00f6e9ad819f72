// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of a type shows in what is stored: components of records with their types, constants of enums, the kinds of a sealed
 * type, down to types of which only the name is known. One line a component, such as
 * {@code data.tabs<E>.title: String}. Methods, order, and the names of records that are no kinds do not count.
 */
final class TypeShape {

    /** A type whose variables are known. An array is an {@code Object[]} of its element. */
    private record Known(Class<?> raw, List<Known> arguments) {}

    private final List<String> lines = new ArrayList<>();

    private TypeShape() {}

    static List<String> of(Class<?> type) {
        TypeShape shape = new TypeShape();
        shape.describe("data", known(type, Map.of()), Map.of());
        return List.copyOf(shape.lines);
    }

    private void describe(String path, Known type, Map<Known, String> above) {
        lines.add(path + ": " + label(type, above));
        lookInto(path, type, above);
    }

    private static String label(Known type, Map<Known, String> above) {
        Class<?> raw = type.raw();
        if (above.containsKey(type)) {
            return "as " + above.get(type);
        } else if (raw.isArray()) {
            return label(type.arguments().get(0), above) + "[]";
        } else if (raw.isEnum()) {
            return "enum " + names(raw.getEnumConstants());
        } else if (raw.isRecord()) {
            return "record";
        } else if (raw.isSealed()) {
            return "one of " + kinds(raw).stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
        }
        return name(raw)
                + (type.arguments().isEmpty()
                        ? ""
                        : type.arguments().stream()
                                .map(argument -> label(argument, above))
                                .collect(Collectors.joining(", ", "<", ">")));
    }

    private static String names(Object[] constants) {
        return Arrays.stream(constants)
                .map(constant -> ((Enum<?>) constant).name())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String name(Class<?> raw) {
        return raw.getPackageName().equals("java.lang") ? raw.getSimpleName() : raw.getName();
    }

    private static List<Class<?>> kinds(Class<?> raw) {
        return Arrays.<Class<?>>stream(raw.getPermittedSubclasses())
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    private void lookInto(String path, Known type, Map<Known, String> above) {
        Class<?> raw = type.raw();
        if (above.containsKey(type)) {
            return;
        }
        Map<Known, String> here = new HashMap<>(above);
        here.put(type, path);
        if (raw.isRecord()) {
            for (RecordComponent component : raw.getRecordComponents()) {
                describe(path + "." + component.getName(), known(component.getGenericType(), variables(type)), here);
            }
        } else if (raw.isSealed() && !raw.isEnum()) {
            kinds(raw).forEach(kind -> describe(path + "|" + kind.getSimpleName(), known(kind, Map.of()), here));
        } else {
            lookIntoArguments(path, type, above);
        }
    }

    private void lookIntoArguments(String path, Known type, Map<Known, String> above) {
        TypeVariable<?>[] parameters = type.raw().getTypeParameters();
        for (int i = 0; i < type.arguments().size(); i++) {
            String place = type.raw().isArray() ? "[]" : "<" + parameters[i].getName() + ">";
            lookInto(path + place, type.arguments().get(i), above);
        }
    }

    private static Map<TypeVariable<?>, Known> variables(Known type) {
        TypeVariable<?>[] parameters = type.raw().getTypeParameters();
        Map<TypeVariable<?>, Known> variables = new HashMap<>();
        for (int i = 0; i < type.arguments().size(); i++) {
            variables.put(parameters[i], type.arguments().get(i));
        }
        return variables;
    }

    private static Known known(Type type, Map<TypeVariable<?>, Known> variables) {
        if (type instanceof Class<?> raw) {
            return raw.isArray() ? array(known(raw.getComponentType(), variables)) : new Known(raw, List.of());
        } else if (type instanceof ParameterizedType generic) {
            List<Known> arguments = Arrays.stream(generic.getActualTypeArguments())
                    .map(argument -> known(argument, variables))
                    .toList();
            return new Known((Class<?>) generic.getRawType(), arguments);
        } else if (type instanceof WildcardType wildcard) {
            return known(wildcard.getUpperBounds()[0], variables);
        } else if (type instanceof GenericArrayType array) {
            return array(known(array.getGenericComponentType(), variables));
        }
        return variables.getOrDefault((TypeVariable<?>) type, new Known(Object.class, List.of()));
    }

    private static Known array(Known element) {
        return new Known(Object[].class, List.of(element));
    }
}
