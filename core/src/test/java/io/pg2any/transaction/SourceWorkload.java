package io.pg2any.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sessions of a real server that change tables at random, interleaved, with savepoints, rollbacks, statements that fail and
 * transactions that are prepared. One thread: a statement that would wait for another session fails soon instead.
 */
final class SourceWorkload {

    static final List<String> TABLES = List.of(
            "create table plain (id int, note text, part int, big text, primary key (part, id))",
            "alter table plain alter big set storage external",
            "create table whole (id int primary key deferrable initially deferred, note text, big text)",
            "alter table whole alter big set storage external",
            "alter table whole replica identity full",
            "create table chosen (note text, code text not null unique, big text)",
            "alter table chosen alter big set storage external, alter code set storage external",
            "alter table chosen replica identity using index chosen_code_key",
            "create table keyless (note text, big text)",
            "alter table keyless alter big set storage external",
            "alter table keyless replica identity full");

    private final Random random;
    private final List<Session> sessions;
    private int prepared;

    SourceWorkload(Random random, List<Connection> connections) throws SQLException {
        this.random = random;
        this.sessions = new ArrayList<>();
        for (Connection connection : connections) {
            connection.setAutoCommit(false);
            sessions.add(new Session(connection.createStatement()));
        }
    }

    void run(int statements) throws SQLException {
        for (Session session : sessions) {
            session.run("set lock_timeout = '5ms'");
            session.run("commit");
        }
        for (int i = 0; i < statements; i++) {
            step(sessions.get(random.nextInt(sessions.size())));
        }
        for (Session session : sessions) {
            session.finish("commit");
        }
    }

    private void step(Session session) throws SQLException {
        switch (random.nextInt(20)) {
            case 0, 1 -> session.finish("commit");
            case 2 -> session.finish("rollback");
            case 3 -> {
                String gid = "workload " + prepared++;
                if (session.finish("prepare transaction '" + gid + "'")) {
                    session.waiting.add(gid);
                }
            }
            case 4, 5 -> session.secondPhase(random.nextInt(3) > 0 ? "commit prepared" : "rollback prepared");
            case 6, 7 -> session.savepoint();
            case 8 -> session.end("rollback to savepoint");
            case 9 -> session.end("release savepoint");
            default -> session.attempt(change());
        }
    }

    private String change() {
        return switch (random.nextInt(22)) {
            case 0, 1, 2 -> "insert into plain values (" + small() + ", " + value() + ", " + random.nextInt(2) + ", " + value() + ")"
                    + " on conflict (part, id) do update set note = excluded.note";
            case 3 -> "update plain set note = " + value() + " where id < " + small();
            case 4 -> "update plain set id = id + 1 where id = " + small();
            case 5 -> "update plain set part = 1 - part, note = " + value() + " where id = " + small();
            case 6 -> "delete from plain where id = " + small();
            case 7, 8 -> "insert into whole values (" + small() + ", " + value() + ", " + value() + ")";
            case 9 -> "update whole set id = 8 - id";
            case 10 -> "update whole set id = id + 1, note = " + value();
            case 11 -> "update whole set note = " + value() + " where id > " + small();
            case 12 -> "delete from whole where id = " + small();
            case 13, 14 -> "insert into chosen values (" + value() + ", " + code() + ", " + value() + ") on conflict do nothing";
            case 15 -> "update chosen set note = " + value() + " where code > " + code();
            case 16 -> "update chosen set code = " + code() + " where code = " + code();
            case 17 -> "delete from chosen where code = " + code();
            case 18 -> "insert into keyless select " + value() + ", " + value() + " from generate_series(1, " + small() + ")";
            case 19 -> "update keyless set note = " + value() + " where note < " + value();
            case 20 -> "delete from keyless where note > " + value();
            default -> random.nextInt(3) == 0 ? "truncate " + (random.nextBoolean() ? "plain, keyless" : "whole") : "delete from keyless";
        };
    }

    private int small() {
        return random.nextInt(9);
    }

    private String code() {
        return random.nextInt(3) == 0 ? "repeat('" + small() + "', 2200)" : "'" + small() + "'";
    }

    private String value() {
        return switch (random.nextInt(4)) {
            case 0 -> "null";
            case 1 -> "repeat('" + small() + "', 2300)";
            default -> "'" + random.nextInt(1000) + "'";
        };
    }

    /** One connection with its open savepoints and the prepared transactions that it is to end. */
    private static final class Session {
        private final Statement statement;
        private final List<String> waiting = new ArrayList<>();
        private int savepoints;

        Session(Statement statement) {
            this.statement = statement;
        }

        void run(String sql) throws SQLException {
            statement.execute(sql);
        }

        void savepoint() throws SQLException {
            savepoints++;
            run("savepoint s" + savepoints);
        }

        void end(String how) throws SQLException {
            if (savepoints > 0) {
                run(how + " s" + savepoints--);
            }
        }

        void attempt(String change) throws SQLException {
            run("savepoint attempt");
            try {
                run(change);
                run("release savepoint attempt");
            } catch (SQLException refused) {
                run("rollback to savepoint attempt");
            }
        }

        /** False if the transaction was rolled back instead, as by a deferred constraint. */
        boolean finish(String how) throws SQLException {
            savepoints = 0;
            try {
                run(how);
                return true;
            } catch (SQLException refused) {
                run("rollback");
                return false;
            }
        }

        void secondPhase(String how) throws SQLException {
            if (!waiting.isEmpty()) {
                finish("commit");
                statement.getConnection().setAutoCommit(true);
                run(how + " '" + waiting.removeFirst() + "'");
                statement.getConnection().setAutoCommit(false);
            }
        }
    }
}
