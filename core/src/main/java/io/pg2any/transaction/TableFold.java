package io.pg2any.transaction;

import java.util.Optional;

import io.pg2any.destination.Step;
import io.pg2any.destination.TableSchema;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Update;

/** The changes of one table between two barriers, on their way to become a step. */
sealed interface TableFold permits KeyedFold, OrderedFold {

    TableSchema schema();

    void insert(Insert insert);

    void update(Update update);

    void delete(Delete delete);

    /** What they come to, if anything. */
    Optional<Step> step();
}
