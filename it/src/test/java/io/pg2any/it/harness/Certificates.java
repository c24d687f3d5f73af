package io.pg2any.it.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

/**
 * An authority of the test's own, with a certificate of a server called {@code localhost} and one of a client.
 *
 * @param directory holds {@code ca.crt}, {@code other.crt} (of an authority that has signed nothing), {@code server.crt}, {@code server.key},
 *     {@code client.crt}, {@code client.key} and {@code client.pk8}
 */
public record Certificates(Path directory) {

    /** Makes them; skips the test, and says so, where there is no OpenSSL. */
    public static Certificates make(Path directory, String clientName) {
        if (Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).noneMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")))) {
            throw new TestAbortedException("NO OPENSSL: TLS is not tested. Install the package openssl.");
        }
        Certificates made = new Certificates(directory);
        made.authority("ca");
        made.authority("other");
        made.signed("server", "localhost", "subjectAltName=DNS:localhost");
        made.signed("client", clientName, "extendedKeyUsage=clientAuth");
        made.openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER", "-in", "client.key", "-out", "client.pk8");
        return made;
    }

    private void authority(String name) {
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", name + ".key", "-out", name + ".crt", "-days", "2", "-subj", "/CN=" + name);
    }

    private void signed(String name, String subject, String extension) {
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=" + subject);
        try {
            Files.writeString(directory.resolve(name + ".ext"), extension + "\n");
            openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", name + ".ext",
                    "-out", name + ".crt");
            Files.setPosixFilePermissions(directory.resolve(name + ".key"), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void openssl(String... arguments) {
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of("openssl"), List.of(arguments).stream()).toList()).directory(directory.toFile())
                    .redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a file of them is. */
    public String file(String name) {
        return directory.resolve(name).toString();
    }
}
