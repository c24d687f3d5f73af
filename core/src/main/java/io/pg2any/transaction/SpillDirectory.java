package io.pg2any.transaction;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;

/**
 * The place of one assembler's spill files: a subdirectory of its own, made with the first file and removed on close. As
 * long as it is in use a lock is held on a file in it; so what a killed process left is known by its lock being free. One
 * thread.
 */
final class SpillDirectory implements AutoCloseable {

    private static final String PREFIX = "pg2any-spill-";
    private static final String LOCK = "lock";

    /** Those of this process: even to look at their lock would release it, as POSIX locks belong to the process. */
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private final Path parent;
    private @Nullable Path own;
    private @Nullable FileChannel lock;
    private int files;

    /** Removes what others left in {@code parent}, which need not exist yet. */
    SpillDirectory(Path parent) {
        this.parent = parent;
        removeStale();
    }

    SpillFile newFile() {
        if (own == null) {
            own = create();
        }
        files++;
        return new SpillFile(own.resolve(files + ".spill"));
    }

    @Override
    public void close() {
        if (own != null) {
            remove(own);
            release();
            IN_USE.remove(own);
            own = null;
        }
    }

    private Path create() {
        try {
            Files.createDirectories(parent);
            Path made = Files.createTempDirectory(parent.toRealPath(), PREFIX);
            IN_USE.add(made);
            lock = FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            return made;
        } catch (IOException e) {
            throw new CdcException(
                    CdcException.Kind.CONFIGURATION,
                    "spill-directory",
                    "Large transactions cannot be kept on disk: " + parent + " cannot be written to (" + e.getMessage() + ").",
                    "Name a directory that pg2any may write to.",
                    e);
        }
    }

    private void release() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException ignored) {
                // the lock goes with the process at the latest
            }
            lock = null;
        }
    }

    private void removeStale() {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent.toRealPath(), PREFIX + "*")) {
            for (Path directory : found) {
                if (!IN_USE.contains(directory) && isStale(directory)) {
                    remove(directory);
                }
            }
        } catch (IOException | DirectoryIteratorException ignored) {
            // a directory that cannot be listed may still be written to; what is left in it does no harm
        }
    }

    private static boolean isStale(Path directory) {
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (IOException e) {
            return false; // another user's, or not made to the end: not ours to judge
        }
    }

    private static void remove(Path directory) {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
            for (Path file : content) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException | DirectoryIteratorException ignored) {
            // left for the next start
        }
    }
}
