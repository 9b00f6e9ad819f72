// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.BlobName;
import dev.holdfast.storage.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of any content: each is a blob of its own, and none leaves its scope. */
abstract class NameContract extends ContractPart {

    private static final List<String> TRAVERSAL = List.of(
            ".",
            "..",
            "../x",
            "..\\x",
            "/etc/passwd",
            "C:\\x",
            "//host/share",
            "a/b",
            "a\\b",
            "./a",
            "a/../b",
            "%2e%2e",
            "%2e%2e%2fx",
            "~",
            "~root",
            "$HOME",
            "-rf",
            "*",
            "?",
            "a:b",
            "a|b",
            "<a>",
            "\"a\"",
            "'a'");

    private static final List<String> RESERVED = List.of(
            "CON",
            "con",
            "con.json",
            "Con.json",
            "PRN",
            "aux.txt",
            "NUL",
            "nul",
            "COM1",
            "com9.json",
            "LPT1",
            "CONIN$",
            "lock",
            "Lock",
            "trash",
            "journal",
            "quarantine",
            "stores",
            "accounts",
            "app",
            "home.json",
            "keyset");

    private static final List<String> DISTURBING = List.of(
            "\0",
            "a\0",
            "a\0b",
            "\n",
            "a\nb",
            "\r\n",
            "\t",
            "\u001b[31m",
            "\u007f",
            " ",
            "  ",
            " a",
            "a ",
            "a.",
            "a..",
            ".a",
            "a .",
            "\u202egpj.exe",
            "\u200b",
            "\ufeff",
            "\ufeffa",
            "\ufffd",
            "\ud83d\ude00",
            "\uffff");

    private static final List<String> ALIKE = List.of(
            "name",
            "Name",
            "NAME",
            "nAME",
            "name.json",
            "NAME.JSON",
            "i",
            "I",
            "\u0131",
            "\u0130",
            "\u00df",
            "ss",
            "\u00e9",
            "e\u0301",
            "\u212b",
            "\u00c5",
            "A\u030a",
            "%",
            "%25",
            "%2525",
            "a%62",
            "ab",
            "=41",
            "_",
            "__");

    private static final List<String> GENERATIONS = List.of(
            "name~", "name~1", "name~2", "name~1~pin", "name~tmp", "name.tmp", "name.bak", "~name", ".name.tmp");

    NameContract(StorageContract contract) {
        super(contract);
    }

    @Test
    void namesOfAnyContentAreAllDifferentBlobs() {
        Set<BlobName> names = names();
        names.forEach(name -> put(name, "of " + name.name()));
        assertThat(names).allSatisfy(name -> assertThat(text(name)).contains("of " + name.name()));
        assertThat(storage().list(scope())).containsAll(names).doesNotHaveDuplicates();
    }

    @Test
    void namesComeBackFromTheMediumAsTheyWere() {
        Set<BlobName> before = new HashSet<>(storage().list(scope()));
        Set<BlobName> names = names();
        names.forEach(name -> put(name, "of " + name.name()));
        reopen();
        assertThat(storage().list(scope()))
                .filteredOn(name -> !before.contains(name))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(names).allSatisfy(name -> assertThat(text(name)).contains("of " + name.name()));
    }

    @Test
    void aHistoryBelongsToOneName() {
        List<BlobName> names = Stream.of("name", "Name", "name~1", "name~2", "name~tmp")
                .map(scope()::blob)
                .toList();
        names.forEach(name -> put(name, "first"));
        put(names.get(0), "second");
        assertThat(storage().history(names.get(0))).hasSize(1);
        assertThat(names.subList(1, names.size())).allSatisfy(name -> {
            assertThat(storage().history(name)).isEmpty();
            assertThat(text(name)).contains("first");
        });
    }

    @Test
    void noNameLeavesItsScope() {
        Scope above = new Scope(scope().path().subList(0, 1));
        List<BlobName> outside = Stream.of(Scope.HOME, above)
                .flatMap(scope -> storage().list(scope).stream())
                .toList();
        Set<Scope> scopes = Set.copyOf(storage().scopes(above));
        names().forEach(name -> put(name, "content"));
        assertThat(Stream.of(Scope.HOME, above).flatMap(scope -> storage().list(scope).stream()))
                .containsExactlyInAnyOrderElementsOf(outside);
        assertThat(storage().scopes(above)).containsExactlyInAnyOrderElementsOf(scopes);
        assertThat(storage().scopes(scope())).isEmpty();
    }

    @Test
    void aNameOfAnyContentIsDeletedAlone() {
        Set<BlobName> names = names();
        names.forEach(name -> put(name, "content"));
        BlobName deleted = scope().blob("name");
        revisionOf(storage().delete(deleted, storage().revision(deleted)));
        assertAbsent(deleted);
        names.remove(deleted);
        assertThat(storage().list(scope())).containsAll(names);
    }

    @Test
    void everyNameHasALocation() {
        Set<String> locations = names().stream().map(storage()::location).collect(Collectors.toSet());
        assertThat(locations).hasSameSizeAs(names()).noneMatch(String::isBlank);
    }

    private Set<BlobName> names() {
        return Stream.of(TRAVERSAL, RESERVED, DISTURBING, ALIKE, GENERATIONS, longest())
                .flatMap(List::stream)
                .map(scope()::blob)
                .collect(Collectors.toSet());
    }

    /** Names of the greatest length, in characters of one to four bytes, and every byte of ASCII in one of three. */
    private static List<String> longest() {
        int max = BlobName.MAX_BYTES;
        Stream<String> repeated = Stream.of(
                "a".repeat(max),
                "A".repeat(max),
                ".".repeat(max),
                "\u00e9".repeat(max / 2),
                "\u20ac".repeat(max / 3),
                "\ud83d\ude00".repeat(max / 4));
        Stream<String> ascii = Stream.of(0, 64)
                .map(from -> IntStream.range(from, from + 64)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()));
        return Stream.concat(repeated, ascii).toList();
    }
}
