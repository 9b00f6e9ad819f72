// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.IOException;
import java.util.jar.JarFile;

/**
 * What the launcher runs once to make its archive of classes: loads every class of the jars that it is given, so that
 * the JVM finds them to archive. Nothing of them is run.
 */
final class Training {

    private static final String CLASS = ".class";

    private Training() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            loadAll(jar);
        }
    }

    private static void loadAll(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/"))
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .forEach(Training::load);
        }
    }

    /** A class that does not load is of a part that libraries offer beside other libraries, not here. */
    private static void load(String name) {
        try {
            Class.forName(name, false, Training.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError absent) {
            System.err.println("not archived: " + name);
        }
    }
}
