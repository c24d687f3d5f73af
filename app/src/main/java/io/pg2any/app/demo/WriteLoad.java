package io.pg2any.app.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/** Customers at work: inserts, updates, changes of keys, deletes, rollbacks, as fast as one session can. One thread. */
final class WriteLoad implements AutoCloseable {

    private static final List<String> STATES = List.of("new", "paid", "packed", "sent", "back");

    private final Connection connection;
    private final Random random = new Random(7);
    private final List<UUID> users = new ArrayList<>();
    private final List<UUID> orders = new ArrayList<>();
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final AtomicLong transactions = new AtomicLong();

    WriteLoad(Connection connection) throws SQLException {
        this.connection = connection;
        read("SELECT id FROM users", users);
        read("SELECT id FROM orders", orders);
        connection.setAutoCommit(false);
    }

    private void read(String sql, List<UUID> into) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                into.add(rows.getObject(1, UUID.class));
            }
        }
    }

    /** Transactions committed so far; may be asked from any thread. */
    long transactions() {
        return transactions.get();
    }

    /** Does one transaction. */
    void step() throws SQLException {
        int dice = random.nextInt(100);
        if (dice < 40) {
            order();
        } else if (dice < 70) {
            work();
        } else if (dice < 82) {
            cancel();
        } else if (dice < 88) {
            newKey();
        } else if (dice < 94) {
            changeOfMind();
        } else {
            nothing();
            return;
        }
        connection.commit();
        transactions.incrementAndGet();
    }

    /** A new order with its lines. */
    private void order() throws SQLException {
        UUID order = insertOrder();
        orders.add(order);
    }

    private UUID insertOrder() throws SQLException {
        UUID order = new UUID(random.nextLong(), random.nextLong());
        run("INSERT INTO orders VALUES (?, ?, 'new', ?, ?, false, ?)", order, any(users), amount(), random.nextInt(4) == 0 ? "gift ✿ 'wrapped'" : null,
                Timestamp.from(Instant.now()));
        int lines = 1 + random.nextInt(5);
        for (int line = 1; line <= lines; line++) {
            run("INSERT INTO order_items VALUES (?, ?, ?, ?, ?)", order, line, "Cup № " + random.nextInt(100), 1 + random.nextInt(9), amount());
        }
        return order;
    }

    private void work() throws SQLException {
        run("UPDATE orders SET status = ?, paid = NOT paid WHERE id = ?", any(STATES), any(orders));
        run("UPDATE users SET balance = balance + ?, profile = profile || jsonb_build_object('seen', ?::int) WHERE id = ?",
                amount(), random.nextInt(1000), any(users));
    }

    /** Its lines go with it. */
    private void cancel() throws SQLException {
        int place = random.nextInt(orders.size());
        run("DELETE FROM orders WHERE id = ?", orders.get(place));
        orders.set(place, orders.getLast());
        orders.removeLast();
    }

    /** A user's key changes, and in all orders of the user. */
    private void newKey() throws SQLException {
        int place = random.nextInt(users.size());
        UUID key = new UUID(random.nextLong(), random.nextLong());
        run("UPDATE users SET id = ? WHERE id = ?", key, users.get(place));
        users.set(place, key);
    }

    /** Part of a transaction is taken back. */
    private void changeOfMind() throws SQLException {
        run("UPDATE users SET active = NOT active WHERE id = ?", any(users));
        Savepoint before = connection.setSavepoint();
        insertOrder();
        connection.rollback(before);
        run("UPDATE orders SET note = 'thought again' WHERE id = ?", any(orders));
    }

    /** All of a transaction is taken back. */
    private void nothing() throws SQLException {
        insertOrder();
        connection.rollback();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private BigDecimal amount() {
        return BigDecimal.valueOf(random.nextInt(100_000), 2);
    }

    private void run(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
