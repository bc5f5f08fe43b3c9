package io.interregnum.suite;

import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunDirectoryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A run in a zip archive: what it takes to judge it and to do it again on another machine. Reads archives of strangers:
 * it writes only files whose names stand in this class, and never more than their limits.
 */
public final class RunArchive {
    private static final String RUN_JSON = "run.json";
    private static final int ENTRIES_MAX = 100_000;
    private static final int SHOWN_MAX = 20;

    /** The files that are taken, with how many bytes of each at most, unpacked. */
    private static final Map<String, Long> FILES = files();

    private RunArchive() {}

    private static Map<String, Long> files() {
        Map<String, Long> files = new LinkedHashMap<>();
        files.put(RUN_JSON, 1L << 20);
        files.put("schedule.json", 1L << 24);
        files.put("history.jsonl", 1L << 31);
        files.put("results.json", 1L << 26);
        return files;
    }

    /**
     * Writes a run into a new archive, with the name of its directory before each file's.
     *
     * @throws RunDirectoryException when it cannot be written, or {@code archive} exists
     */
    public static void pack(RunDirectory run, Path archive) {
        try (OutputStream file = Files.newOutputStream(archive, StandardOpenOption.CREATE_NEW);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String name : FILES.keySet()) {
                Path from = run.path().resolve(name);
                if (Files.isRegularFile(from)) {
                    zip.putNextEntry(new ZipEntry(run.path().getFileName() + "/" + name));
                    Files.copy(from, zip);
                    zip.closeEntry();
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw new RunDirectoryException("cannot write " + archive + ": it exists already", e);
        } catch (IOException e) {
            throw new RunDirectoryException("cannot write " + archive + ": " + e, e);
        }
    }

    /** Whether a path that a user gave means an archive. */
    public static boolean isArchive(Path path) {
        return path.toString().endsWith(".zip") && Files.isRegularFile(path);
    }

    /**
     * What is made from one of an archive's runs lies beside the archive, under the run's name where there are several.
     *
     * @param run as for {@link #unpack}
     * @param ending of the file's name
     */
    public static Path beside(Path archive, Optional<String> run, String ending) {
        return Path.of(archive.toString().replaceFirst("\\.zip$", "")
                + run.map(name -> "-" + name.replaceFirst("/$", "").replace('/', '-'))
                        .orElse("")
                + ending);
    }

    /**
     * Unpacks one of the runs that an archive holds, wherever in it; everything else in the archive is left alone.
     *
     * @param run its directory in the archive, or the last parts of that, such as {@code 20260101T000000Z-seed-1}; may be
     *     empty where there is one run only
     * @param directory exists and is empty
     * @throws RunDirectoryException when it is no archive, when none or several of its runs are meant, or one of the files
     *     is too large
     */
    public static RunDirectory unpack(Path archive, Optional<String> run, Path directory) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() > ENTRIES_MAX) {
                throw new RunDirectoryException(
                        archive + " has " + zip.size() + " entries; at most " + ENTRIES_MAX + " are looked through");
            }
            String folder = folderOfTheRun(archive, run, zip);
            for (Map.Entry<String, Long> file : FILES.entrySet()) {
                ZipEntry entry = zip.getEntry(folder + file.getKey());
                if (entry != null && !entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        copy(archive, entry, in, directory.resolve(file.getKey()), file.getValue());
                    }
                }
            }
        } catch (IOException e) {
            throw new RunDirectoryException("cannot read " + archive + " as a zip archive: " + e.getMessage(), e);
        }
        return RunDirectory.open(directory);
    }

    private static String folderOfTheRun(Path archive, Optional<String> run, ZipFile zip) {
        List<String> folders = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals(RUN_JSON) || name.endsWith("/" + RUN_JSON))
                .map(name -> name.substring(0, name.length() - RUN_JSON.length()))
                .sorted()
                .toList();
        List<String> meant = run.isEmpty()
                ? folders
                : folders.stream()
                        .filter(folder ->
                                ("/" + folder).endsWith("/" + run.get().replaceFirst("/$", "") + "/"))
                        .toList();
        if (meant.size() != 1) {
            throw new RunDirectoryException(archive + " holds " + meant.size() + " runs"
                    + run.map(name -> " called " + name).orElse("")
                    + (folders.isEmpty()
                            ? ": there is no run.json in it"
                            : ": " + shown(meant.isEmpty() ? folders : meant))
                    + (folders.size() > 1
                            ? "; say which one with --run"
                            : "; expected one, as scripts/interregnum pack writes it"));
        }
        return meant.get(0);
    }

    private static String shown(List<String> folders) {
        return folders.stream()
                        .limit(SHOWN_MAX)
                        .map(folder -> folder.isEmpty() ? "(without a directory)" : folder.replaceFirst("/$", ""))
                        .collect(Collectors.joining(", "))
                + (folders.size() > SHOWN_MAX ? " and " + (folders.size() - SHOWN_MAX) + " more" : "");
    }

    /** The size that an entry claims is not believed. */
    private static void copy(Path archive, ZipEntry entry, InputStream in, Path to, long bytesMax) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
                if (total > bytesMax) {
                    throw new RunDirectoryException(
                            archive + ": " + entry.getName() + " has more than " + bytesMax + " bytes unpacked");
                }
                out.write(buffer, 0, count);
            }
        }
    }
}
