-- Some customers at work: an insert, an update, a change of mind and a delete, in three transactions.
BEGIN;
INSERT INTO users (name, email) VALUES ('Ada ' || clock_timestamp(), 'ada' || extract(epoch FROM clock_timestamp()) || '@example.org');
INSERT INTO orders (user_id, total, note) SELECT max(id), 25.00, 'from test-data' FROM users;
INSERT INTO order_items (order_id, line, product, quantity, price) SELECT max(id), 1, 'Tea, 200 g', 1, 25.00 FROM orders;
COMMIT;

BEGIN;
UPDATE orders SET status = 'paid' WHERE status = 'new';
UPDATE users SET profile = coalesce(profile, '{}') || '{"seen": true}';
COMMIT;

BEGIN;
DELETE FROM orders WHERE id = (SELECT min(id) FROM orders) AND (SELECT count(*) FROM orders) > 4;
COMMIT;
