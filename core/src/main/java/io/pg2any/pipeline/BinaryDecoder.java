package io.pg2any.pipeline;

import java.util.function.UnaryOperator;

import io.pg2any.event.ChangeEvent;
import io.pg2any.event.ChangeEvent.Delete;
import io.pg2any.event.ChangeEvent.Insert;
import io.pg2any.event.ChangeEvent.Update;
import io.pg2any.event.Row;
import io.pg2any.type.BinaryText;
import io.pg2any.type.TypeRegistry;

/** Turns the binary cells of the stream's rows into text, so that nothing behind it sees how values came. Reader thread. */
final class BinaryDecoder implements UnaryOperator<ChangeEvent> {

    private final BinaryText text;

    BinaryDecoder(TypeRegistry types) {
        this.text = new BinaryText(types);
    }

    @Override
    public ChangeEvent apply(ChangeEvent event) {
        return switch (event) {
            case Insert insert -> new Insert(insert.relation(), text.toText(insert.row(), insert.relation()), insert.xid());
            case Update update -> {
                Row old = update.old();
                yield new Update(update.relation(), old == null ? null : text.toText(old, update.relation()), update.oldIsFull(),
                        text.toText(update.row(), update.relation()), update.xid());
            }
            case Delete delete -> new Delete(delete.relation(), text.toText(delete.old(), delete.relation()), delete.oldIsFull(), delete.xid());
            default -> event;
        };
    }
}
