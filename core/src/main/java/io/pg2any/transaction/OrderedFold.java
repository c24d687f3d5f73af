package io.pg2any.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.Change;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Update;

/** The changes of a table without a key: as they are. */
final class OrderedFold implements TableFold {

    private final TableSchema schema;
    private final List<Change> changes = new ArrayList<>();

    OrderedFold(TableSchema schema) {
        this.schema = schema;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public void insert(Insert insert) {
        changes.add(insert);
    }

    @Override
    public void update(Update update) {
        changes.add(update);
    }

    @Override
    public void delete(Delete delete) {
        changes.add(delete);
    }

    @Override
    public Optional<Step> step() {
        return Optional.of(new Step.Ordered(schema, changes));
    }
}
