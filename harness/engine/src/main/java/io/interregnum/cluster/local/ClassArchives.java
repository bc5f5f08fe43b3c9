package io.interregnum.cluster.local;

import io.interregnum.cluster.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Archives of loaded classes (class-data sharing, JEP 350), with which a JVM starts sooner: a ZooKeeper server needs a
 * third less processor time until it serves. Immutable; many processes may use one directory.
 *
 * <p>An archive fits exactly one JDK and one class path, and holds what a program had loaded in a training run, so each
 * program has its own. It can only be made of jars; a class path with a directory has none. A JVM that finds that an archive
 * does not fit ignores it. So no archive is ever needed, and nothing here ever fails a start.
 *
 * @param directory of the archives; made when first needed
 */
record ClassArchives(Path directory) {
    private static final String ARCHIVE = ".jsa";
    private static final String FAILED = ".failed";

    /** How many archives are kept: two programs, a few builds of each. */
    private static final int ARCHIVES_MAX = 12;

    /** Those of this user, below {@code $XDG_CACHE_HOME} or {@code ~/.cache}. */
    static ClassArchives ofUser() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path parent = cache == null || cache.isEmpty()
                ? Path.of(System.getProperty("user.home", "/tmp"), ".cache")
                : Path.of(cache);
        return new ClassArchives(parent.resolve("interregnum"));
    }

    /** The archive for a program, if there is one. */
    Optional<Path> find(JavaProgram program) {
        return key(program).map(key -> directory.resolve(key + ARCHIVE)).filter(Files::isReadable);
    }

    /** Whether an archive for a program could be made and neither exists nor was tried in vain. */
    boolean isWanted(JavaProgram program) {
        return key(program)
                .filter(key -> !Files.exists(directory.resolve(key + ARCHIVE))
                        && !Files.exists(directory.resolve(key + FAILED)))
                .isPresent();
    }

    /** The program, made to write its archive when it exits. */
    static JavaProgram training(JavaProgram program, Path archive) {
        List<String> jvmArguments = new ArrayList<>(program.jvmArguments());
        jvmArguments.add("-XX:ArchiveClassesAtExit=" + archive);
        return new JavaProgram(program.classPath(), program.mainClass(), jvmArguments, program.arguments());
    }

    /**
     * Takes a new archive in, at once for everybody; or notes that there is none, so that it is not tried again on each
     * start. Delete the note to have it tried again.
     *
     * @return whether there is an archive
     */
    boolean keep(JavaProgram program, Path made) throws IOException {
        List<Path> classPath = program.classPath();
        String key = key(program).orElseThrow(() -> new IOException("the class path has no archive: " + classPath));
        if (!Files.exists(made)) {
            Files.writeString(
                    directory.resolve(key + FAILED),
                    "the training run of " + program.mainClass() + " wrote no archive for "
                            + NodeCommand.classPath(classPath) + "\n");
            return false;
        }
        // It may come from another file system, from which nothing moves at once.
        Path copy = directory.resolve(key + "-" + ProcessHandle.current().pid() + ".copy");
        Files.copy(made, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, directory.resolve(key + ARCHIVE), StandardCopyOption.ATOMIC_MOVE);
        removeAllButTheNewest();
        return true;
    }

    /** Each build of a program has an archive of its own, so old ones are removed; a JVM that has one mapped keeps it. */
    private void removeAllButTheNewest() throws IOException {
        List<Path> archives;
        try (Stream<Path> files = Files.list(directory)) {
            archives = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(ARCHIVE)).toList());
        }
        archives.sort(Comparator.comparing((Path file) -> file.toFile().lastModified())
                .reversed());
        for (Path old : archives.subList(Math.min(ARCHIVES_MAX, archives.size()), archives.size())) {
            Files.deleteIfExists(old);
        }
    }

    /** A JVM compares paths, sizes and times of the jars, so these and the main class are what names an archive. */
    private static Optional<String> key(JavaProgram program) {
        StringBuilder text = new StringBuilder(program.mainClass()).append('\n');
        for (String property : List.of("java.home", "java.vm.vendor", "java.vm.version")) {
            text.append(System.getProperty(property)).append('\n');
        }
        try {
            for (Path entry : program.classPath()) {
                if (!Files.isRegularFile(entry)) {
                    return Optional.empty();
                }
                text.append(entry.toAbsolutePath()).append(' ').append(Files.size(entry));
                text.append(' ').append(Files.getLastModifiedTime(entry)).append('\n');
            }
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Optional.of(HexFormat.of().formatHex(digest, 0, 12));
        } catch (IOException | NoSuchAlgorithmException e) {
            return Optional.empty();
        }
    }
}
