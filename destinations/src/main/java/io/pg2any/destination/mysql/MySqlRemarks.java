package io.pg2any.destination.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.pg2any.destination.Remark;

/** What is to be said of a server's settings before a stream runs. */
final class MySqlRemarks {

    /** Values of a few MiB are common, and a statement carries them twice at worst. */
    private static final long COMFORTABLE_PACKET = 16L << 20;

    private MySqlRemarks() {}

    static List<Remark> of(Connection connection, ServerFacts facts) throws SQLException {
        List<Remark> remarks = new ArrayList<>();
        remarks.add(facts.maxAllowedPacket() < COMFORTABLE_PACKET
                ? Remark.warn("max_allowed_packet", "a row of more than about " + (facts.maxAllowedPacket() >> 20) + " MiB will be refused", "SET GLOBAL max_allowed_packet = 67108864, and in the configuration.")
                : Remark.ok("max_allowed_packet", (facts.maxAllowedPacket() >> 20) + " MiB"));
        if (!facts.durable()) {
            remarks.add(Remark.warn("innodb_flush_log_at_trx_commit", "it is not 1: a crash of the target's machine can lose commits that the source no longer has,"
                    + " and pg2any then refuses to go on", "SET GLOBAL innodb_flush_log_at_trx_commit = 1."));
        }
        if (!facts.mariaDb() && !facts.loadsLocal()) {
            remarks.add(Remark.warn("local_infile", "it is off: the first copy and large sets of new rows cost the target about a fourth more work", "SET GLOBAL local_infile = ON."));
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@global.read_only, @@session.sql_mode, @@global.binlog_format")) {
            row.next();
            if (row.getBoolean(1)) {
                remarks.add(Remark.fail("read_only", "it is on: this server takes no writes", "Give the primary's address, or SET GLOBAL read_only = OFF."));
            }
            remarks.add(Remark.ok("sql_mode", "strict in our sessions, whatever the server's own is"));
            remarks.add(Remark.ok("isolation", "STATEMENT".equalsIgnoreCase(row.getString(3)) ? "REPEATABLE READ, which a binary log of statements asks for" : "READ COMMITTED in our sessions"));
        }
        return remarks;
    }
}
