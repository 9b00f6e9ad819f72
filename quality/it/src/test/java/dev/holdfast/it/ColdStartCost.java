// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.it;

import dev.holdfast.Holdfast;
import dev.holdfast.Restored;
import dev.holdfast.it.ProcessTimes.Times;
import dev.holdfast.secrets.KeyProviderFactory;
import dev.holdfast.secrets.KeyProviders;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.spi.ToolProvider;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a process takes from its start to a client that is restored, and to its end, beside one whose main does nothing,
 * and one that computes a single HMAC and a single AES-GCM, as every sealed session needs. All with the launcher's options
 * and each with a class data archive of its own, in turns; a ratio is the median of the rounds'. On Linux, with {@code cc}.
 */
final class ColdStartCost {

    private static final List<String> OPTIONS =
            List.of("-Xshare:auto", "-Xlog:disable", "-Xlog:all=off", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final String CREDENTIAL = "bot-key";

    private final Path directory;
    private final String java;
    private final String classPath;
    private final ProcessTimes times;

    private ColdStartCost(Path directory, String java) throws Exception {
        this.directory = directory;
        this.java = java;
        this.classPath = jars(directory);
        this.times = new ProcessTimes(directory);
    }

    /** Arguments: an empty directory, how many rounds, and the home of the JDK. */
    public static void main(String[] arguments) throws Exception {
        String java = Path.of(arguments[2], "bin", "java").toString();
        ColdStartCost cost = new ColdStartCost(Path.of(arguments[0]), java);
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("empty", cost.archived(Empty.class));
        commands.put("javax.crypto", cost.archived(Crypto.class));
        for (String keys : List.of("credential", "key file")) {
            cost.run(cost.command(List.of(), Signing.class, cost.home(keys), keys));
            commands.put(keys, cost.archived(Restoring.class, cost.home(keys), keys));
        }
        cost.measure(commands, Integer.parseInt(arguments[1]));
    }

    /** A class data archive takes classes of jars alone. */
    private static String jars(Path directory) {
        List<String> jars = new ArrayList<>();
        for (String entry : ChildJvm.CLASS_PATH.split(File.pathSeparator, -1)) {
            if (entry.isEmpty()) {
                continue;
            }
            String jar = entry;
            if (Files.isDirectory(Path.of(entry))) {
                jar = directory.resolve(jars.size() + ".jar").toString();
                ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "cf", jar, "-C", entry, ".");
            }
            jars.add(jar);
        }
        return String.join(File.pathSeparator, jars);
    }

    private Path home(String keys) {
        return directory.resolve(keys);
    }

    /** The command that starts a class with an archive of what it loads, which is made here. */
    private List<String> archived(Class<?> main, Object... arguments) throws Exception {
        Path archive = directory.resolve(main.getSimpleName() + arguments.length + Arrays.hashCode(arguments) + ".jsa");
        run(command(List.of("-XX:ArchiveClassesAtExit=" + archive), main, arguments));
        return command(List.of("-XX:SharedArchiveFile=" + archive), main, arguments);
    }

    private List<String> command(List<String> options, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    private Times run(List<String> command) throws Exception {
        return times.run(command, Map.of("CREDENTIALS_DIRECTORY", credentials().toString()));
    }

    private Path credentials() throws Exception {
        Path credentials = directory.resolve("credentials");
        if (!Files.exists(credentials)) {
            Files.createDirectory(
                    credentials, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path file = Files.writeString(credentials.resolve(CREDENTIAL), "00112233".repeat(8));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return credentials;
    }

    private void measure(Map<String, List<String>> commands, int rounds) throws Exception {
        Map<String, List<Times>> taken = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<String, List<String>> each : commands.entrySet()) {
                Times times = run(each.getValue());
                if (round >= 0) {
                    taken.computeIfAbsent(each.getKey(), any -> new ArrayList<>())
                            .add(times);
                }
            }
        }
        List<Times> empty = taken.getOrDefault("empty", List.of());
        taken.forEach((name, all) -> {
            print(name, "processor", all, empty, Times::cpu);
            print(name, "wall", all, empty, Times::wall);
        });
    }

    private static void print(
            String name, String what, List<Times> all, List<Times> empty, ToDoubleFunction<Times> seconds) {
        double[] millis = all.stream()
                .mapToDouble(seconds)
                .map(each -> 1000 * each)
                .sorted()
                .toArray();
        double[] ratios = new double[millis.length];
        Arrays.setAll(ratios, i -> seconds.applyAsDouble(all.get(i)) / seconds.applyAsDouble(empty.get(i)));
        Arrays.sort(ratios);
        System.out.printf(
                "%-13s %-9s least %.0f ms, median %.0f ms, ratio %.2f, most rounds %.2f to %.2f%n",
                name,
                what,
                millis[0],
                millis[millis.length / 2],
                ratios[ratios.length / 2],
                ratios[ratios.length / 10],
                ratios[ratios.length - 1 - ratios.length / 10]);
    }

    static final class Empty {
        public static void main(String[] arguments) {}
    }

    static final class Crypto {
        public static void main(String[] arguments) throws GeneralSecurityException {
            byte[] key = new byte[32];
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(mac.doFinal(key), "AES"),
                    new GCMParameterSpec(128, new byte[12]));
            cipher.doFinal(new byte[4000]);
        }
    }

    static final class Signing {
        public static void main(String[] arguments) throws Exception {
            try (Holdfast app = open(arguments)) {
                Chat.signIn(app);
            }
        }
    }

    static final class Restoring {
        public static void main(String[] arguments) {
            try (Holdfast app = open(arguments)) {
                if (!(app.sessions(new Chat()).restoreLatest() instanceof Restored<Chat.Client>)) {
                    throw new IllegalStateException("Not restored");
                }
            }
        }
    }

    private static Holdfast open(String[] arguments) {
        KeyProviderFactory keys =
                arguments[1].equals("credential") ? KeyProviders.systemCredential(CREDENTIAL) : KeyProviders.keyFile();
        return Holdfast.builder(Chat.APP).at(Path.of(arguments[0])).keys(keys).open();
    }
}
