package io.pg2any.app.demo;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The classes of jars that are too old for the JVM's cache, written anew in a form that it takes: the same code, with the stack maps that newer
 * class files have. They stand in a file of their own before the jars, which stay as they are.
 */
final class RenewedClasses {

    /** The first version whose classes the cache takes. */
    private static final int TAKEN = ClassFile.JAVA_6_VERSION;
    private static final int VERSION_AT = 6;

    private RenewedClasses() {}

    /**
     * Writes them all to {@code file}, with the time of the last jar that had some: the cache notes it.
     *
     * @return whether there were any
     */
    static boolean write(List<Path> jars, Path file) throws IOException {
        TreeMap<String, byte[]> classes = new TreeMap<>();
        FileTime time = FileTime.fromMillis(0);
        for (Path jar : jars) {
            int before = classes.size();
            try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(jar))) {
                for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                        byte[] code = entries.readAllBytes();
                        if ((code[VERSION_AT] << 8 | code[VERSION_AT + 1] & 0xff) < TAKEN) {
                            classes.putIfAbsent(entry.getName(), renewed(code));
                        }
                    }
                }
            }
            time = classes.size() > before ? Files.getLastModifiedTime(jar) : time;
        }
        if (classes.isEmpty()) {
            return false;
        }
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var renewed : classes.entrySet()) {
                ZipEntry entry = new ZipEntry(renewed.getKey());
                entry.setLastModifiedTime(time);
                out.putNextEntry(entry);
                out.write(renewed.getValue());
            }
        }
        Files.setLastModifiedTime(file, time);
        return true;
    }

    private static byte[] renewed(byte[] code) {
        ClassFile files = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(RenewedClasses.class.getClassLoader())));
        // which changes nothing, but without it the methods would be copied as they are, without stack maps
        ClassTransform methods = ClassTransform.transformingMethodBodies((body, element) -> body.with(element));
        return files.transformClass(files.parse(code), methods.andThen(new Version()));
    }

    /** Says that a class is of a version that has stack maps. */
    private static final class Version implements ClassTransform {
        @Override
        public void accept(ClassBuilder to, ClassElement element) {
            if (!(element instanceof ClassFileVersion)) {
                to.with(element);
            }
        }

        @Override
        public void atEnd(ClassBuilder to) {
            to.withVersion(ClassFile.JAVA_8_VERSION, 0);
        }
    }
}
