package io.pg2any.it.harness;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Changes drawn from a seed: two sessions whose transactions interleave, with savepoints, rollbacks, moved keys, truncates and now and
 * then thousands of rows. The sessions have rows of their own, so that they never wait for each other.
 */
public final class RandomWorkload implements AutoCloseable {

    private static final int ROWS = 40;
    private static final int BULK = 2000;
    /** Without a key, each of the old rows is looked for in all that there are. */
    private static final int BULK_WITHOUT_KEY = 300;

    private final SourceDatabase source;
    private final Random random;
    private final List<Session> sessions = new ArrayList<>();
    private int salts;

    private static final class Session {
        private final Connection connection;
        private final int first;
        private final int free;
        private boolean open;
        private int savepoints;
        /** Holds a lock on whole tables until its transaction ends. */
        private boolean exclusive;

        Session(Connection connection, int number) {
            this.connection = connection;
            this.first = number * 1000;
            this.free = -1 - number;
        }

        void run(String sql) {
            Sql.run(connection, sql);
        }

        void end(String how) {
            run(how);
            open = false;
            savepoints = 0;
            exclusive = false;
        }
    }

    public RandomWorkload(SourceDatabase source, long seed) {
        this.source = source;
        this.random = new Random(seed);
        for (RandomTable table : RandomTable.values()) {
            table.create().forEach(source::run);
        }
        sessions.add(new Session(source.connect(), 1));
        sessions.add(new Session(source.connect(), 2));
    }

    public Random random() {
        return random;
    }

    public void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    /** One statement of one session. */
    public void step() {
        Session session = sessions.stream().filter(each -> each.exclusive).findFirst().orElseGet(() -> sessions.get(random.nextInt(sessions.size())));
        int dice = random.nextInt(100);
        if (!session.open) {
            if (dice < 70) {
                session.run("BEGIN");
                session.open = true;
            } else {
                statement(session);
            }
        } else if (dice < 15) {
            session.end("COMMIT");
        } else if (dice < 19) {
            session.end("ROLLBACK");
        } else if (dice < 27) {
            session.run("SAVEPOINT s" + ++session.savepoints);
        } else if (dice < 33 && session.savepoints > 0) {
            session.run("ROLLBACK TO s" + session.savepoints);
        } else if (dice < 37 && session.savepoints > 0) {
            session.run("RELEASE s" + session.savepoints--);
        } else {
            statement(session);
        }
    }

    private void statement(Session session) {
        RandomTable table = RandomTable.values()[random.nextInt(RandomTable.values().length)];
        int from = session.first + random.nextInt(ROWS);
        int count = 1 + random.nextInt(8);
        int dice = random.nextInt(100);
        if (dice < 30) {
            session.run(table.insert(from, count));
        } else if (dice < 62) {
            session.run(table.update(from, count, salt(), random));
        } else if (dice < 80 && (session.open || random.nextBoolean())) {
            move(session, table, from);
        } else if (dice < 96) {
            session.run(table.delete(from, count));
        } else if (dice < 98) {
            bulk(session, table);
        } else if (sessions.stream().allMatch(each -> each == session || !each.open)) {
            session.run("TRUNCATE " + table + (random.nextBoolean() ? ", " + RandomTable.values()[(table.ordinal() + 1) % RandomTable.values().length] : ""));
            session.exclusive = session.open;
        }
    }

    private void move(Session session, RandomTable table, int a) {
        boolean own = !session.open;
        if (own) {
            session.run("BEGIN");
        }
        table.move(a, session.first + random.nextInt(ROWS), session.free, salt()).forEach(session::run);
        if (own) {
            session.run("COMMIT");
        }
    }

    /** Enough for the source to stream it before its commit. */
    private void bulk(Session session, RandomTable table) {
        int from = session.first * 10;
        int rows = table.hasKey() ? BULK : BULK_WITHOUT_KEY;
        session.run(table.insert(from, rows));
        session.run(table.update(from + random.nextInt(rows), rows / 4, salt(), random));
        if (random.nextInt(3) > 0) {
            session.run(table.delete(from, rows));
        }
    }

    private String salt() {
        return "salt " + ++salts;
    }

    /** Ends what is open. */
    public void finish() {
        for (Session session : sessions) {
            if (session.open) {
                session.end(random.nextInt(5) == 0 ? "ROLLBACK" : "COMMIT");
            }
        }
    }

    @Override
    public void close() {
        for (Session session : sessions) {
            try {
                session.connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
