SELECT 'users', count(*), max(id) FROM users UNION ALL SELECT 'orders', count(*), max(id) FROM orders UNION ALL SELECT 'order_items', count(*), max(order_id) FROM order_items ORDER BY 1;
