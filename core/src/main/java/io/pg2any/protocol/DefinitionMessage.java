package io.pg2any.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.event.ChangeEvent.Definition;
import io.pg2any.event.ChangeEvent.Message;
import io.pg2any.event.ReplicaIdentity;
import io.pg2any.event.TableDefinition;
import io.pg2any.event.TableDefinition.DefinedColumn;
import io.pg2any.event.TableId;
import io.pg2any.event.Xid;

/**
 * The logical message by which the source's event trigger ({@code ddl-trigger.sql}) tells what a table has become: JSON in UTF-8, whatever the
 * database's encoding is. Whoever may write logical messages can write such a one: what it says must not be trusted with what cannot be undone.
 */
public final class DefinitionMessage {

    /** Under this prefix they stand in the source's log. */
    public static final String PREFIX = "pg2any.ddl";

    /** Of what is written now; others are passed over. */
    private static final long VERSION = 1;

    private DefinitionMessage() {}

    /**
     * What it tells.
     *
     * @param by the transaction, or subtransaction, that last changed what is told
     */
    public record Told(TableDefinition table, Xid by) {}

    /** Whether the message is one, whatever it says. */
    public static boolean is(Message message) {
        return message.transactional() && message.prefix().equals(PREFIX);
    }

    /**
     * The event of a message that is one; empty if it cannot be read.
     *
     * <p>In a streamed transaction the server names the transaction of a message and not its subtransaction; but a rolled-back savepoint takes
     * its definitions along. So the transaction is the one that the message itself tells.
     */
    public static Optional<Definition> event(Message message) {
        return read(message.content()).map(told -> new Definition(told.table(), message.content(), told.by().equals(Xid.NONE) ? message.xid() : told.by()));
    }

    /** What the content of a message tells; empty if it cannot be read. */
    public static Optional<Told> read(byte[] content) {
        try {
            Members message = new Members(JsonText.read(new String(content, StandardCharsets.UTF_8)));
            return message.number("v") == VERSION ? Optional.of(new Told(table(message), new Xid((int) message.number("by")))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static TableDefinition table(Members message) {
        int oid = (int) message.number("oid");
        TableId table = new TableId(message.text("schema"), message.text("name"));
        if (message.flag("gone")) {
            return TableDefinition.gone(oid, table);
        }
        List<DefinedColumn> columns = new ArrayList<>();
        for (Object each : message.list("columns")) {
            Members column = new Members(each);
            columns.add(new DefinedColumn((int) column.number("n"), column.text("name"), (int) column.number("type"), (int) column.number("mod"),
                    column.flag("notnull"), column.flag("generated"), column.flag("filled"), column.flag("hasmissing"), column.textOrNull("missing"), column.number("version")));
        }
        return new TableDefinition(oid, table, false, message.flag("partition"), message.flag("partitioned"), message.number("file"),
                ReplicaIdentity.of(message.text("identity").codePointAt(0)), columns, new HashSet<>(message.numbers("dropped")), message.numbers("primary"), message.numbers("identified"));
    }

    /** The members of an object. */
    private record Members(@Nullable Object object) {

        private @Nullable Object get(String name) {
            if (object instanceof Map<?, ?> map && map.containsKey(name)) {
                return map.get(name);
            }
            throw new IllegalArgumentException("no member " + name);
        }

        long number(String name) {
            return number(get(name));
        }

        private static long number(@Nullable Object value) {
            if (value instanceof Long number) {
                return number;
            }
            throw new IllegalArgumentException("no number");
        }

        boolean flag(String name) {
            if (get(name) instanceof Boolean flag) {
                return flag;
            }
            throw new IllegalArgumentException("no boolean " + name);
        }

        String text(String name) {
            if (get(name) instanceof String text && !text.isEmpty()) {
                return text;
            }
            throw new IllegalArgumentException("no text " + name);
        }

        @Nullable String textOrNull(String name) {
            return get(name) instanceof String text ? text : null;
        }

        List<?> list(String name) {
            if (get(name) instanceof List<?> list) {
                return list;
            }
            throw new IllegalArgumentException("no list " + name);
        }

        List<Integer> numbers(String name) {
            List<Integer> numbers = new ArrayList<>();
            list(name).forEach(each -> numbers.add((int) number(each)));
            return numbers;
        }
    }
}
