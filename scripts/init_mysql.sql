-- The target: a database, and the user as whom pg2any connects. Run once by an administrator: mysql < scripts/init_mysql.sql
-- The tables users, orders and order_items with their rows are made by pg2any, from the source.

CREATE DATABASE IF NOT EXISTS cdc_db CHARACTER SET utf8mb4;

CREATE USER IF NOT EXISTS 'cdc_user'@'%' IDENTIFIED BY 'cdc_password';

-- SELECT to DELETE for the rows; CREATE for new tables and pg2any's own; INDEX, ALTER, REFERENCES for indexes and foreign keys; DROP for TRUNCATE
-- before a new copy. Nothing outside this database.
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER, REFERENCES ON cdc_db.* TO 'cdc_user'@'%';
