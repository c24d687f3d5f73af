package io.pg2any.app.demo;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether classes that are written anew are the same, but of a version that the JVM's cache takes. */
class RenewedClassesTest {

    private static final int JAVA_8 = 52;

    @TempDir
    private Path folder;

    private static Path jarOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void everyOldClassIsRenewedAndHoldsBeforeTheVerifier() throws Exception {
        Path jar = jarOf(CommandLine.class);
        Path renewed = folder.resolve("renewed");
        assertThat(RenewedClasses.write(List.of(jar), renewed)).isTrue();
        assertThat(Files.getLastModifiedTime(renewed).toMillis()).isEqualTo(Files.getLastModifiedTime(jar).toMillis());
        List<String> names = classes(jar);
        assertThat(classes(renewed)).containsExactlyInAnyOrderElementsOf(names);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {renewed.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            int linked = 0;
            for (String name : names) {
                try {
                    Class.forName(name.replace('/', '.').substring(0, name.length() - ".class".length()), true, loader); // the verifier looks when it is initialized
                    linked++;
                } catch (NoClassDefFoundError e) {
                    assertThat(e.getMessage()).startsWith("groovy/"); // which picocli can do without
                }
            }
            assertThat(linked).isGreaterThan(names.size() * 9 / 10);
        }
        try (ZipFile all = new ZipFile(renewed.toFile())) {
            for (ZipEntry entry : all.stream().toList()) {
                assertThat(all.getInputStream(entry).readNBytes(8)[7]).as(entry.getName()).isEqualTo((byte) JAVA_8);
            }
        }
    }

    @Test
    void whereAllClassesAreNewThereIsNoFile() throws Exception {
        Path file = folder.resolve("renewed");
        assertThat(RenewedClasses.write(List.of(jarOf(Test.class)), file)).isFalse();
        assertThat(file).doesNotExist();
    }

    private static List<String> classes(Path jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/")).forEach(names::add);
        }
        return names;
    }
}
