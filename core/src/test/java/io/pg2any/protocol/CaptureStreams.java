package io.pg2any.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Makes the golden streams under {@code src/test/resources/protocol}: runs the statements below on a real server and
 * writes down what pgoutput says of them, one file a set of options. Run by hand when a new server version is to be
 * looked at; the text beside each file is what {@link GoldenStreamsTest} expects, and is to be read after each change.
 */
final class CaptureStreams {

    private static final List<String> TABLES = List.of(
            "create type mood as enum ('sad', 'happy')",
            "create table item (id int primary key, name text, price numeric(10,2), mood mood, big text)",
            "create table large (id int primary key, note text, body text)",
            "alter table large alter body set storage external",
            "create table whole (a int, b text)",
            "alter table whole replica identity full",
            "create table chosen (a int, b int not null unique, c text)",
            "alter table chosen replica identity using index chosen_b_key",
            "create table plain_log (line text)",
            "create publication golden for all tables",
            "select pg_replication_origin_create('elsewhere')");

    private static final List<String> PLAIN = List.of(
            "insert into item values (1, 'Grüße', 9.90, 'happy', 'x'), (2, null, null, null, ''), (3, '', -0.01, 'sad', null)",
            "update item set name = 'changed' where id = 1",
            "update item set id = 20 where id = 2",
            "delete from item where id = 20",
            "insert into whole values (1, 'one'), (null, null)",
            "update whole set b = 'eins' where a = 1",
            "delete from whole where a is null",
            "insert into chosen values (1, 2, 'three')",
            "update chosen set b = 3",
            "delete from chosen",
            "insert into plain_log values ('no key')",
            "insert into large values (1, 'a', repeat('z', 2100)); update large set note = 'b'",
            "truncate item",
            "truncate whole, chosen restart identity cascade",
            "truncate plain_log cascade",
            "select pg_logical_emit_message(true, 'inside', 'transactional')",
            "select pg_logical_emit_message(false, 'outside', '\\x00ff'::bytea)",
            "alter table item add note varchar(30); insert into item values (4, 'four', 4, 'sad', 'b', 'noted')",
            "begin; select pg_replication_origin_session_setup('elsewhere');"
                    + "select pg_replication_origin_xact_setup('0/ABCDEF12', '2020-02-02 02:02:02+00');"
                    + "insert into plain_log values ('from elsewhere'); commit; select pg_replication_origin_session_reset()");

    private static final List<String> STREAMED = List.of(
            "begin; insert into item values (10, 'ten', 10, 'happy', 'y'); savepoint a;"
                    + "insert into item values (11, 'gone', null, null, null); rollback to a;"
                    + "update item set name = 'zehn' where id = 10; select pg_logical_emit_message(true, 'm', 'in a block'); commit",
            "begin; insert into whole values (7, 'never'); rollback",
            "begin; alter table whole add c int; insert into whole values (8, 'acht', 8); delete from whole where a = 8;"
                    + "truncate chosen; commit",
            "insert into whole values (9, 'neun', 9)");

    private static final List<String> PREPARED = List.of(
            "begin; insert into plain_log values ('kept'); prepare transaction 'pg2any one'",
            "commit prepared 'pg2any one'",
            "begin; insert into plain_log values ('dropped'); prepare transaction 'pg2any two'",
            "rollback prepared 'pg2any two'");

    private CaptureStreams() {}

    public static void main(String[] args) throws IOException, SQLException {
        Path directory = Path.of(args[0]);
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("wal_level", "logical")
                        .setServerConfig("max_prepared_transactions", "5")
                        .start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = on"); // decoding reads only what is flushed
            run(statement, TABLES);
            slot(statement, "plain", false);
            run(statement, PLAIN);
            capture(statement, "plain", directory.resolve("v1-text.bin"), "'proto_version','1','messages','true'");
            capture(statement, "plain", directory.resolve("v1-binary.bin"), "'proto_version','1','messages','true','binary','true'");
            slot(statement, "streamed", false);
            run(statement, STREAMED);
            statement.execute("set debug_logical_replication_streaming = immediate");
            capture(statement, "streamed", directory.resolve("v2-streamed.bin"), "'proto_version','2','messages','true','streaming','on'");
            capture(statement, "streamed", directory.resolve("v4-parallel.bin"),
                    "'proto_version','4','messages','true','streaming','parallel'");
            statement.execute("reset debug_logical_replication_streaming");
            slot(statement, "prepared", true);
            run(statement, PREPARED);
            capture(statement, "prepared", directory.resolve("v3-prepared.bin"), "'proto_version','3'");
            statement.execute("set debug_logical_replication_streaming = immediate");
            capture(statement, "prepared", directory.resolve("v3-streamed-prepared.bin"), "'proto_version','3','streaming','on'");
        }
    }

    private static void slot(Statement statement, String name, boolean twoPhase) throws SQLException {
        statement.execute("select pg_create_logical_replication_slot('" + name + "', 'pgoutput', false, " + twoPhase + ")");
    }

    private static void run(Statement statement, List<String> scripts) throws SQLException {
        for (String script : scripts) {
            statement.execute(script);
        }
    }

    private static void capture(Statement statement, String slot, Path file, String options) throws IOException, SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        String query = "select data from pg_logical_slot_peek_binary_changes('" + slot + "', null, null, 'publication_names', 'golden', "
                + options + ")";
        try (ResultSet messages = statement.executeQuery(query)) {
            while (messages.next()) {
                byte[] message = messages.getBytes(1);
                out.writeInt(message.length);
                out.write(message);
            }
        }
        Files.write(file, bytes.toByteArray());
        Golden golden = new Golden(file.getFileName().toString(), Golden.split(bytes.toByteArray()));
        Files.writeString(Path.of(file.toString().replace(".bin", ".txt")), EventText.of(golden) + "\n");
    }
}
