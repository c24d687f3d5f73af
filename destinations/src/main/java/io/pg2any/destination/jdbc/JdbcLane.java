package io.pg2any.destination.jdbc;

import io.pg2any.destination.ChunkCopy;
import io.pg2any.destination.DeadLetter;
import io.pg2any.destination.LoadLane;
import io.pg2any.destination.TableCopy;
import io.pg2any.destination.TableLoader;
import io.pg2any.destination.TableSchema;

/** A lane on a session of its own, or on that of the handler where there is a single writer. */
final class JdbcLane implements LoadLane {

    private final Session session;
    private final boolean own;

    JdbcLane(Session session, boolean own) {
        this.session = session;
        this.own = own;
    }

    @Override
    public TableLoader load(TableSchema table, boolean overExisting, boolean parsed) {
        return session.load(table, overExisting, parsed, null);
    }

    @Override
    public TableLoader load(TableSchema table, boolean overExisting, boolean parsed, Refused refused) {
        return session.load(table, overExisting, parsed, session.target().marks() ? refused : null);
    }

    @Override
    public void record(DeadLetter letter) {
        session.write("storing a dead letter", () -> session.control().letters().record(letter));
    }

    @Override
    public void makeKey(TableSchema table) {
        session.makeKey(table);
    }

    @Override
    public void commit(ChunkCopy chunk) {
        session.write("storing the state of a first copy", () -> session.control().record(chunk));
        session.commitLoad();
    }

    @Override
    public void commit(TableCopy table) {
        session.write("storing the state of a first copy", () -> {
            session.control().forgetChunks(table.table());
            session.control().record(table);
        });
        session.commitLoad();
    }

    @Override
    public void rollback() {
        session.run("rolling back", session.target()::rollback);
    }

    @Override
    public void close() {
        if (own) {
            session.close();
        }
    }
}
