package io.interregnum.cluster.docker;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.sidecar.Sidecar;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * What the node image holds beside its base: every jar of every program, under a name that its content gives it, and
 * directories of classes packed as jars. The same programs give the same image on every machine; immutable.
 */
final class ImageContent {
    /** Where the jars are in the image. */
    static final String DIRECTORY = "/opt/interregnum/lib";

    /** Changes whenever the same jars must give another image. */
    private static final String FORMAT = "2";

    private static final String SIDECAR_PACKAGE = Sidecar.class.getPackageName().replace('.', '/');

    private final Map<Path, String> nameByPath = new LinkedHashMap<>();
    private final Map<String, Path> filesByName = new TreeMap<>();
    private final Map<String, byte[]> packedByName = new TreeMap<>();
    private final String sidecarName;

    private ImageContent(Collection<Path> classPaths) throws IOException {
        for (Path path : classPaths) {
            if (!nameByPath.containsKey(path)) {
                add(path);
            }
        }
        Path engine = codeOf(Sidecar.class);
        byte[] sidecar = Files.isDirectory(engine)
                ? pack(engine, ImageContent::belongsToSidecar)
                : packFromJar(engine, ImageContent::belongsToSidecar);
        sidecarName = keep("sidecar", sidecar);
    }

    /**
     * The content for some programs.
     *
     * @param classPaths on this machine; entries that do not exist are left out, as a JVM does
     * @throws ClusterException when a file cannot be read
     */
    static ImageContent of(Collection<Path> classPaths) {
        try {
            return new ImageContent(classPaths);
        } catch (IOException | UncheckedIOException e) {
            throw new ClusterException("cannot read a class path for the node image: " + e, e);
        }
    }

    /** Every path of some programs, each once, in order. */
    static List<Path> pathsOf(Stream<JavaProgram> programs, List<Path> more) {
        return Stream.concat(programs.flatMap(program -> program.classPath().stream()), more.stream())
                .distinct()
                .toList();
    }

    private static boolean belongsToSidecar(String name) {
        return name.startsWith(SIDECAR_PACKAGE + "/") && name.endsWith(".class");
    }

    private void add(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            nameByPath.put(path, keep("classes", pack(path, name -> true)));
        } else if (Files.isRegularFile(path)) {
            String name = digestOf(path) + "-" + path.getFileName();
            filesByName.put(name, path);
            nameByPath.put(path, name);
        }
    }

    private String keep(String what, byte[] jar) {
        String name = hex(sha256().digest(jar)) + "-" + what + ".jar";
        packedByName.put(name, jar);
        return name;
    }

    /** A word that names the content: sixteen hexadecimal digits. */
    String hash() {
        MessageDigest digest = sha256();
        digest.update(FORMAT.getBytes(StandardCharsets.UTF_8));
        Stream.concat(filesByName.keySet().stream(), packedByName.keySet().stream())
                .sorted()
                .forEach(name -> digest.update(("\n" + name).getBytes(StandardCharsets.UTF_8)));
        return hex(digest.digest());
    }

    /** The class path of a program as its node sees it, in the same order. */
    String classPath(List<Path> paths) {
        return paths.stream()
                .map(nameByPath::get)
                .filter(name -> name != null)
                .map(name -> DIRECTORY + "/" + name)
                .collect(Collectors.joining(":"));
    }

    /** The class path of the sidecar. */
    String sidecarClassPath() {
        return DIRECTORY + "/" + sidecarName;
    }

    /** Writes what {@code docker build} needs: a Dockerfile, and the jars in a directory {@code lib}. */
    void writeBuildContext(String dockerfile, OutputStream out) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(out, 1 << 16))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            Tar.add(tar, "Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> packed : packedByName.entrySet()) {
                Tar.add(tar, "lib/" + packed.getKey(), packed.getValue());
            }
            for (Map.Entry<String, Path> file : filesByName.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry("lib/" + file.getKey());
                entry.setSize(Files.size(file.getValue()));
                entry.setModTime(0L);
                tar.putArchiveEntry(entry);
                Files.copy(file.getValue(), tar);
                tar.closeArchiveEntry();
            }
        }
    }

    private static Path codeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException | RuntimeException e) {
            throw new ClusterException("cannot find the classes of the sidecar: " + e, e);
        }
    }

    private static byte[] packFromJar(Path jar, Predicate<String> wanted) throws IOException {
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            return pack(inside.getPath("/"), wanted);
        }
    }

    /** A jar of a directory's files, the same bytes for the same files: sorted, not compressed, without times. */
    private static byte[] pack(Path directory, Predicate<String> wanted) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = new ArrayList<>(walk.filter(Files::isRegularFile).toList());
        }
        Map<String, Path> byName = new TreeMap<>();
        for (Path file : files) {
            byName.put(directory.relativize(file).toString().replace('\\', '/'), file);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, Path> each : byName.entrySet()) {
                if (wanted.test(each.getKey())) {
                    store(zip, each.getKey(), Files.readAllBytes(each.getValue()));
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static String digestOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest.digest());
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
