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
     * Unpacks the one run that an archive holds, wherever in it; everything else in the archive is left alone.
     *
     * @param directory exists and is empty
     * @throws RunDirectoryException when it is no archive, holds no run or several, or one of the files is too large
     */
    public static RunDirectory unpack(Path archive, Path directory) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() > ENTRIES_MAX) {
                throw new RunDirectoryException(
                        archive + " has " + zip.size() + " entries; at most " + ENTRIES_MAX + " are looked through");
            }
            String folder = folderOfTheRun(archive, zip);
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

    private static String folderOfTheRun(Path archive, ZipFile zip) {
        List<String> runs = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals(RUN_JSON) || name.endsWith("/" + RUN_JSON))
                .toList();
        if (runs.size() != 1) {
            throw new RunDirectoryException(archive + " holds " + runs.size() + " runs"
                    + (runs.isEmpty() ? ": there is no run.json in it" : ": " + runs)
                    + "; expected one, as scripts/interregnum pack writes it");
        }
        String name = runs.get(0);
        return name.substring(0, name.length() - RUN_JSON.length());
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
