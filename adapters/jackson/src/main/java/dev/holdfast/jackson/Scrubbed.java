// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jackson;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.holdfast.state.CodecException;
import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.tokens.TokenErrors;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** Jackson's errors without what they quote: values, keys of maps, the source. */
final class Scrubbed {

    private static final String ANY = "*";

    private Scrubbed() {}

    static CodecException unwritable(JacksonException e, Class<?> type) {
        return new CodecException(TokenErrors.unwritable(e), path(e), detail(e) + closed(e, type));
    }

    static CodecException unreadable(JacksonException e, Class<?> type) {
        Kind kind = kind(e);
        List<String> path = path(e);
        if (kind == Kind.UNKNOWN && path.size() > 1) {
            path.set(path.size() - 1, ANY); // further down it might be a key of what was a map
        }
        return new CodecException(kind, path, detail(e) + closed(e, type));
    }

    /** What an app's own module for Jackson throws where Jackson does not wrap it. */
    static CodecException foreign(Kind kind, RuntimeException e) {
        return new CodecException(kind, List.of(), "a " + e.getClass().getSimpleName());
    }

    static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new CodecException(Kind.MISMATCH, List.of(), "it is null");
        }
        return value;
    }

    private static Kind kind(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return Kind.UNKNOWN;
        }
        return isLack(e) ? Kind.MISSING : TokenErrors.unreadable(e);
    }

    /** Jackson has no class for it; the text begins so from 2.6 to 3.2. */
    private static boolean isLack(JacksonException e) {
        String message = e.getOriginalMessage();
        return e.getClass() == MismatchedInputException.class
                && message != null
                && (message.startsWith("Missing creator property")
                        || message.startsWith("Missing required creator property"));
    }

    private static String detail(JacksonException e) {
        return "a " + e.getClass().getSimpleName() + TokenErrors.at(e.getLocation());
    }

    /** What keeps Jackson out where an error may come of it: that of the innermost type with components. */
    private static String closed(JacksonException e, Class<?> type) {
        if (!(e instanceof DatabindException) || e instanceof MismatchedInputException) {
            return "";
        }
        Class<?> place = e.getPath().stream()
                .filter(step -> step.getPropertyName() != null && isDeclared(step.from()))
                .reduce((outer, inner) -> inner)
                .<Class<?>>map(step -> classOf(step.from(), type))
                .orElse(type);
        Module module = place.getModule();
        return module.isOpen(place.getPackageName(), JsonMapper.class.getModule())
                ? ""
                : "; module " + module.getName() + " does not open " + place.getPackageName()
                        + " to tools.jackson.databind";
    }

    private static Class<?> classOf(@Nullable Object from, Class<?> unknown) {
        if (from == null) {
            return unknown;
        }
        return from instanceof Class<?> it ? it : from.getClass();
    }

    private static List<String> path(JacksonException e) {
        List<String> path = new ArrayList<>();
        for (Reference step : e.getPath()) {
            String name = step.getPropertyName();
            path.add(name != null && isDeclared(step.from()) ? name : ANY);
        }
        return path;
    }

    /** Whether the names that this has are all its type's, and none a user's. */
    private static boolean isDeclared(@Nullable Object from) {
        if (from == null || from instanceof Map) {
            return false;
        }
        Class<?> type = classOf(from, Object.class);
        return !Map.class.isAssignableFrom(type)
                && Stream.<AnnotatedElement>concat(
                                Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods()))
                        .noneMatch(member -> member.isAnnotationPresent(JsonAnySetter.class));
    }
}
