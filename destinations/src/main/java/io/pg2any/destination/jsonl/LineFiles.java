package io.pg2any.destination.jsonl;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.pg2any.error.CdcException;

/** The files of a stream's lines: {@code slot-000001.jsonl} and so on, of which the last one is written to. One thread. */
final class LineFiles {

    private static final int BUFFER = 1 << 16;
    private static final Pattern NUMBER = Pattern.compile("-(\\d{6,18})\\.jsonl");

    private final Path folder;
    private final String slot;
    private @Nullable FileChannel channel;
    private OutputStream buffer = OutputStream.nullOutputStream();
    private long file;
    private long length;

    LineFiles(Path folder, String slot) {
        this.folder = folder;
        this.slot = slot;
    }

    /** Number of the file that is written to. */
    long file() {
        return file;
    }

    /** Its length, with what is still buffered. */
    long length() {
        return length;
    }

    void append(byte[] line) throws IOException {
        buffer.write(line);
        length += line.length;
    }

    /** Returns once everything appended is on the disk. */
    void sync() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            buffer.flush();
            open.force(false);
        }
    }

    // An excerpt of docs/custom-destination.md begins: cut
    /**
     * Goes on at a byte of a file: what stands behind it, in this file and in later ones, was never vouched for and is removed.
     *
     * @throws CdcException of kind POSITION if there is less
     */
    void cut(long number, long to) throws IOException {
        close();
        long later = number + 1;
        while (Files.deleteIfExists(path(later))) {
            later++;
        }
        FileChannel open = FileChannel.open(path(number), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (open.size() < to) {
            open.close();
            throw CdcException.position("lines-missing",
                    "The file " + path(number) + " ends before the place up to which the stream's position says it was written.",
                    "Put the file back as it was; or remove the position's file beside it and copy again.");
        }
        open.truncate(to);
        open.position(to);
        syncFolder(folder);
        channel = open;
        buffer = new BufferedOutputStream(Channels.newOutputStream(open), BUFFER);
        file = number;
        length = to;
    }
    // An excerpt of docs/custom-destination.md ends: cut

    /** A file's name is on the disk only when its folder is; where a folder cannot be opened, the system sees to it. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        } catch (AccessDeniedException e) {
            return;
        }
    }

    private Path path(long number) {
        return folder.resolve(String.format(Locale.ROOT, "%s-%06d.jsonl", slot, number));
    }

    /** The number after that of the last file that is there. */
    long firstFree() {
        long last = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, path -> path.getFileName().toString().startsWith(slot + "-"))) {
            for (Path path : files) {
                Matcher number = NUMBER.matcher(path.getFileName().toString().substring(slot.length()));
                last = number.matches() ? Math.max(last, Long.parseLong(number.group(1))) : last;
            }
        } catch (IOException e) {
            throw CdcException.transientFailure("target-io", "The folder " + folder + " cannot be listed: " + e.getMessage() + ".", e);
        }
        return last + 1;
    }

    /** Gives up what was not synchronized. */
    void close() {
        FileChannel open = channel;
        channel = null;
        buffer = OutputStream.nullOutputStream();
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                return; // what matters of it is on the disk
            }
        }
    }
}
