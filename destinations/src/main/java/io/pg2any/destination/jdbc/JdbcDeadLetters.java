package io.pg2any.destination.jdbc;

import java.util.List;
import java.util.Optional;

import io.pg2any.destination.DeadLetter;
import io.pg2any.destination.DeadLetters;
import io.pg2any.destination.StoredLetter;

/** The dead letters in the table of a session's target. */
final class JdbcDeadLetters implements DeadLetters {

    private final Session session;
    private final LetterTable table;

    JdbcDeadLetters(Session session) {
        this.session = session;
        this.table = session.control().letters();
    }

    @Override
    public void record(DeadLetter letter) {
        session.write("storing a dead letter", () -> table.record(letter));
    }

    @Override
    public List<StoredLetter> list() {
        return session.read("reading the dead letters", table::list);
    }

    @Override
    public Optional<StoredLetter> find(String id) {
        return session.read("reading a dead letter", () -> table.find(id));
    }

    @Override
    public void hold() {
        session.write("holding the stream's checkpoint", session.control()::hold);
    }

    @Override
    public boolean remove(String id) {
        return session.answer("removing a dead letter", () -> table.remove(id));
    }

    @Override
    public void release() {
        session.run("committing", session.target()::commit);
    }
}
