// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles blocks of Java as an app's author reads them: with the imports that an editor adds, with {@link SnippetWorld}
 * for what all pages take for granted, and with what is in {@code snippets/PAGE.txt} for what one page does.
 */
final class SnippetCompiler implements AutoCloseable {

    private static final String IMPORTS = Stream.of(
                    "dev.holdfast",
                    "dev.holdfast.avaje",
                    "dev.holdfast.cache",
                    "dev.holdfast.jackson",
                    "dev.holdfast.keyring",
                    "dev.holdfast.matrix",
                    "dev.holdfast.passphrase",
                    "dev.holdfast.secrets",
                    "dev.holdfast.sqlite",
                    "dev.holdfast.state",
                    "dev.holdfast.storage",
                    "dev.holdfast.testkit",
                    "io.avaje.jsonb",
                    "java.io",
                    "java.net",
                    "java.net.http",
                    "java.nio.file",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "javax.swing",
                    "org.junit.jupiter.api")
            .map(name -> "import " + name + ".*;")
            .collect(Collectors.joining("\n", "", "\n"));

    /** With what the Matrix client shows to Java; what it brings along, these tests have no use for. */
    private static final String CLASS_PATH =
            ChildJvm.CLASS_PATH + File.pathSeparator + new Reactor.Unit("adapters/matrix").classes();

    private static final Path GRANTED = Path.of("src/test/resources/snippets");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    private final Path output;

    /** @param output where classes go, one directory a snippet */
    SnippetCompiler(Path output) {
        this.output = output;
    }

    /**
     * Compiles a block, as statements or else as members of a class.
     *
     * @throws AssertionError with what the compiler says of both
     */
    Path compile(Snippet snippet) throws IOException {
        Path classes = Files.createTempDirectory(output, "snippet");
        Optional<String> asStatements = compile(classes, source(snippet, method(snippet.asStatements())));
        if (asStatements.isEmpty()) {
            return classes;
        }
        Optional<String> asMembers = compile(classes, source(snippet, snippet.code()));
        if (asMembers.isEmpty()) {
            return classes;
        }
        throw new AssertionError("%s does not compile.%nAs statements: %s%nAs members: %s"
                .formatted(snippet, asStatements.get(), asMembers.get()));
    }

    /** Compiles blocks of a page that follow each other as one method, and runs it in a world of its own. */
    void run(List<Snippet> snippets, SnippetWorld world) throws Exception {
        Path classes = Files.createTempDirectory(output, "snippets");
        String code = snippets.stream().map(Snippet::asStatements).collect(Collectors.joining("\n"));
        compile(classes, source(snippets.get(0), method(code))).ifPresent(problem -> {
            throw new AssertionError(snippets + " do not compile: " + problem);
        });
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, SnippetWorld.class.getClassLoader())) {
            SnippetWorld instance = (SnippetWorld)
                    loader.loadClass("Snippet").getDeclaredConstructor().newInstance();
            instance.enter(world);
        }
    }

    private static String method(String statements) {
        return "@Override public void run() throws Exception {\n" + statements + "}\n";
    }

    private static String source(Snippet snippet, String members) {
        Path granted = GRANTED.resolve(snippet.page() + ".txt");
        return IMPORTS
                + "abstract class Page extends dev.holdfast.it.SnippetWorld {\n"
                + (Files.exists(granted) ? Reactor.text(granted) : "")
                + "}\npublic class Snippet extends Page {\n"
                + members
                + "}\n";
    }

    /** What is wrong with a source. */
    private Optional<String> compile(Path classes, String source) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of("-proc:none", "-classpath", CLASS_PATH, "-d", classes.toString());
        boolean compiled = compiler.getTask(null, files, problems, options, null, List.of(new Source(source)))
                .call();
        return compiled ? Optional.empty() : Optional.of(errors(problems));
    }

    private static String errors(DiagnosticCollector<JavaFileObject> problems) {
        return problems.getDiagnostics().stream()
                .filter(it -> it.getKind() == Diagnostic.Kind.ERROR)
                .map(it -> it.getMessage(Locale.ROOT))
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** A source that is not in a file. */
    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///Snippet.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
