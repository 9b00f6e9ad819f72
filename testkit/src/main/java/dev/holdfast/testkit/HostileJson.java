// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import dev.holdfast.state.CodecException.Kind;
import dev.holdfast.state.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * JSON, or something like it, that no codec may take.
 *
 * @param name what is wrong
 * @param json in the place of one value; {@code <hex>} in it stands for bytes
 * @param kind what every codec says of it
 */
record HostileJson(String name, String json, Kind kind) {

    /** As a value in an object. */
    static final List<HostileJson> VALUES = Stream.of(
                    malformed("NaN", "NaN"),
                    malformed("infinity", "Infinity"),
                    malformed("negative infinity", "-Infinity"),
                    malformed("a leading zero", "01"),
                    malformed("a negative leading zero", "-01"),
                    malformed("a plus", "+1"),
                    malformed("no digit before the point", ".5"),
                    malformed("no digit after the point", "1."),
                    malformed("no digit in the exponent", "1e"),
                    malformed("a minus alone", "-"),
                    malformed("hexadecimal", "0x1F"),
                    malformed("a number with a tail", "1x"),
                    malformed("a word", "canary"),
                    malformed("half a word", "nul"),
                    malformed("another case", "True"),
                    malformed("nothing", ""),
                    malformed("single quotes", "'canary'"),
                    malformed("a string without an end", "\"canary"),
                    malformed("a raw line break in a string", "\"canary\n\""),
                    malformed("a raw control character", "\"canary\u0001\""),
                    malformed("a raw tab", "\"\t\""),
                    malformed("a wrong escape", "\"\\x41\""),
                    malformed("an escape too short", "\"\\u12\""),
                    malformed("an escape with no digit", "\"\\u12g4\""),
                    malformed("an escaped high surrogate", "\"\\ud83d\""),
                    malformed("an escaped high surrogate and a letter", "\"\\uD83Dcanary\""),
                    malformed("an escaped low surrogate", "\"\\ude00\""),
                    malformed("escaped surrogates, swapped", "\"\\ude00\\ud83d\""),
                    malformed("two escaped high surrogates", "\"\\ud83d\\ud83d\\ude00\""),
                    malformed("a high surrogate and an escaped backslash", "\"\\ud83d\\\\ude00\""),
                    malformed("half of a pair behind a backslash", "\"\\\\\\ud83d\""),
                    malformed("half of a pair as a key", "{\"\\ud83d\":1}"),
                    malformed("a raw surrogate", "\"<eda0bd>\""),
                    malformed("a raw pair of surrogates", "\"<eda0bdedb880>\""),
                    malformed("a pair, one escaped", "\"\\ud83d<edb880>\""),
                    malformed("an overlong zero", "\"<c080>\""),
                    malformed("an overlong slash", "\"<e080af>\""),
                    malformed("a byte that begins nothing", "\"<80>\""),
                    malformed("a byte of no use", "\"<ff>\""),
                    malformed("a sequence too short", "\"<e282>\""),
                    malformed("beyond Unicode", "\"<f4908080>\""),
                    malformed("Latin-1", "\"<e4>\""),
                    malformed("no UTF-8 as a key", "{\"<c080>\":1}"),
                    malformed("a key twice", "{\"canary\":1,\"canary\":1}"),
                    malformed("a key twice, once escaped", "{\"canary\":1,\"b\":2,\"c\":3,\"\\u0063anary\":1}"),
                    malformed("a key twice, with null", "{\"canary\":null,\"canary\":null}"),
                    malformed("a key twice in an element", "[{\"a\":1,\"b\":[{\"c\":1,\"d\":2,\"c\":1}]}]"),
                    malformed("a comma too much in an array", "[1,]"),
                    malformed("a comma too much in an object", "{\"a\":1,}"),
                    malformed("a comma too little", "[1 2]"),
                    malformed("no colon", "{\"a\" 1}"),
                    malformed("no value", "{\"a\":}"),
                    malformed("no key", "{:1}"),
                    malformed("a key that is no string", "{a:1}"),
                    malformed("the other bracket", "[1}"),
                    malformed("a bracket too much", "[]]"),
                    malformed("a comment", "/* canary */ 1"),
                    malformed("a comment to the end of the line", "1 // canary\n"),
                    malformed("a comment of YAML", "1 # canary\n"),
                    malformed("a zero between tokens", "\u0000 1"),
                    malformed("a space that is none of JSON's", "\u00a01"),
                    malformed("a byte order mark inside", "\ufeff1"),
                    limit("too deep, arrays", nested("[", JsonValue.MAX_DEPTH, "]")),
                    limit("too deep, objects", nested("{\"canary\":", JsonValue.MAX_DEPTH, "}")),
                    limit("far too deep", "[".repeat(1_000_000)),
                    limit("a number too long", "1".repeat(JsonValue.MAX_NUMBER_LENGTH + 1)),
                    limit("a fraction too long", "0." + "1".repeat(JsonValue.MAX_NUMBER_LENGTH)),
                    limit("a number far too long", "-" + "9".repeat(1_000_000)))
            .toList();

    /** As all that there is, instead of a point. */
    static final List<HostileJson> TEXTS = Stream.of(
                    malformed("nothing", ""),
                    malformed("spaces", " \n"),
                    malformed("an object without an end", "{\"x\":1,\"y\":2"),
                    malformed("an object that breaks off in a key", "{\"x\":1,\"y"),
                    malformed("an object that breaks off in a value", "{\"x\":1,\"y\":"),
                    malformed("another value behind it", "{\"x\":1,\"y\":2} 3"),
                    malformed("another object behind it", "{\"x\":1,\"y\":2}{\"x\":1,\"y\":2}"),
                    malformed("a bracket behind it", "{\"x\":1,\"y\":2}]"),
                    malformed("a comma behind it", "{\"x\":1,\"y\":2},"),
                    malformed("a zero behind it", "{\"x\":1,\"y\":2}\u0000"),
                    malformed("a comment behind it", "{\"x\":1,\"y\":2}//"),
                    malformed("no UTF-8 behind it", "{\"x\":1,\"y\":2} <ff>"),
                    malformed("a component twice", "{\"x\":1,\"y\":2,\"x\":1}"),
                    malformed("a component twice, once escaped", "{\"x\":1,\"\\u0078\":1,\"y\":2}"),
                    malformed("NaN for a number", "{\"x\":NaN,\"y\":2}"),
                    malformed("a leading zero", "{\"x\":01,\"y\":2}"),
                    malformed("two byte order marks", "<efbbbfefbbbf>{\"x\":1,\"y\":2}"),
                    malformed("UTF-16", "<7b00220078002200>"),
                    malformed("UTF-16 with its mark", "<fffe7b00>"),
                    malformed("binary", "<1f8b0800>"))
            .toList();

    private static HostileJson malformed(String name, String json) {
        return new HostileJson(name, json, Kind.MALFORMED);
    }

    private static HostileJson limit(String name, String json) {
        return new HostileJson(name, json, Kind.LIMIT);
    }

    private static String nested(String open, int times, String close) {
        return open.repeat(times) + "1" + close.repeat(times);
    }

    byte[] bytes() {
        return within("", "");
    }

    /** With something before and behind it. */
    byte[] within(String before, String behind) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : (before + json + behind).split("(?=<)|(?<=>)", -1)) {
            bytes.writeBytes(
                    part.startsWith("<")
                            ? HexFormat.of().parseHex(part.substring(1, part.length() - 1))
                            : part.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
