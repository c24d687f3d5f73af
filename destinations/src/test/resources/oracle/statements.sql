-- The session, whatever the machine's language and the database's settings are
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/ALTER-SESSION.html
ALTER SESSION SET NLS_LANGUAGE = 'AMERICAN';
ALTER SESSION SET NLS_TERRITORY = 'AMERICA';
ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,';
ALTER SESSION SET NLS_CALENDAR = 'GREGORIAN';
ALTER SESSION SET NLS_SORT = 'BINARY';
ALTER SESSION SET NLS_COMP = 'BINARY';
ALTER SESSION SET TIME_ZONE = '+00:00';
ALTER SESSION SET COMMIT_LOGGING = 'IMMEDIATE';
ALTER SESSION SET COMMIT_WAIT = 'WAIT';
ALTER SESSION SET DDL_LOCK_TIMEOUT = 60;

-- The character set
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/NLS_DATABASE_PARAMETERS.html
SELECT * FROM nls_database_parameters;

-- A table of every type, in a schema that may be missing; names that need quotes in PostgreSQL have them here
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/CREATE-TABLE.html
DECLARE n NUMBER; t VARCHAR2(130); BEGIN SELECT COUNT(*) INTO n FROM all_users WHERE username = 'it''s sales'; IF n = 0 THEN SELECT '"' || default_tablespace || '"' INTO t FROM user_users; EXECUTE IMMEDIATE 'CREATE USER "it''s sales" NO AUTHENTICATION DEFAULT TABLESPACE ' || t || ' QUOTA UNLIMITED ON ' || t; END IF; END;;
CREATE TABLE "it's sales"."every 'thing" ("ID" NUMBER(10) NOT NULL, "SMALL" NUMBER(5), "BIG" NUMBER(19), "OID" NUMBER(10), "OK" NUMBER(1), "R" BINARY_FLOAT, "D" BINARY_DOUBLE, "PRICE" NUMBER(12, 2), "FREE" NUMBER, "HUGE" VARCHAR2(103 CHAR), "NEGATIVE" NUMBER(8), "TINY" NUMBER(6, 6), "MONEY" VARCHAR2(64 CHAR), "T" CLOB, "V" VARCHAR2(20 CHAR), "V4" CLOB, "C" VARCHAR2(4 CHAR), "BYTES" BLOB, "DAY" DATE, "AT" TIMESTAMP(3), "ATZ" TIMESTAMP(6) WITH TIME ZONE, "TM" VARCHAR2(32 CHAR), "TMZ" VARCHAR2(32 CHAR), "SPAN" VARCHAR2(128 CHAR), "U" RAW(16), "J" CLOB NOT NULL, "JB" CLOB, "X" CLOB, "BITS" VARCHAR2(10 CHAR), "MOOD" VARCHAR2(63 CHAR), "LIST" CLOB, "SPOT" CLOB, "NUMBER" NUMBER(10), "rowid" NUMBER(10), "odd ]'`\ ?Näme" NUMBER(10), PRIMARY KEY ("ID"));

-- Keys share the bytes of an index in blocks of 8 KiB
-- https://docs.oracle.com/error-help/db/ora-01450
CREATE TABLE "BY_TEXT" ("K" VARCHAR2(4000 BYTE) NOT NULL, PRIMARY KEY ("K"));
CREATE TABLE "BY_CODE" ("K" VARCHAR2(20 CHAR) NOT NULL, "B" RAW(2000) NOT NULL, PRIMARY KEY ("K", "B"));
CREATE TABLE "BY_THREE" ("A" VARCHAR2(2992 BYTE) NOT NULL, "B" RAW(16) NOT NULL, "C" VARCHAR2(2992 BYTE) NOT NULL, PRIMARY KEY ("A", "B", "C"));
CREATE TABLE "BY_MOMENT" ("AT" TIMESTAMP(6) NOT NULL, PRIMARY KEY ("AT"));
CREATE TABLE "CODED" ("ID" NUMBER(10) NOT NULL, "CODE" VARCHAR2(4000 BYTE) NOT NULL, PRIMARY KEY ("ID"), UNIQUE ("CODE"));

-- pg2any's own tables, each looked for first
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/ALL_TAB_COLS.html
CREATE TABLE "PG2ANY_CHECKPOINT" (slot VARCHAR2(64 CHAR) NOT NULL, system_identifier CLOB NOT NULL, timeline NUMBER(19) NOT NULL, source_database CLOB NOT NULL, position CLOB NOT NULL, epoch NUMBER(19) NOT NULL, updated_at TIMESTAMP(6) NOT NULL, PRIMARY KEY (slot));
CREATE TABLE "PG2ANY_COPY" (slot VARCHAR2(64 CHAR) NOT NULL, source_schema VARCHAR2(64 CHAR) NOT NULL, source_table VARCHAR2(64 CHAR) NOT NULL, snapshot CLOB, repeats CLOB NOT NULL, made NUMBER(19) NOT NULL, done NUMBER(19) NOT NULL, copied_rows NUMBER(19) NOT NULL, PRIMARY KEY (slot, source_schema, source_table));
CREATE TABLE "PG2ANY_CHUNK" (slot VARCHAR2(64 CHAR) NOT NULL, source_schema VARCHAR2(64 CHAR) NOT NULL, source_table VARCHAR2(64 CHAR) NOT NULL, chunk VARCHAR2(64 CHAR) NOT NULL, copied_rows NUMBER(19) NOT NULL, PRIMARY KEY (slot, source_schema, source_table, chunk));
CREATE TABLE "PG2ANY_SHAPE" (slot VARCHAR2(64 CHAR) NOT NULL, source_schema VARCHAR2(64 CHAR) NOT NULL, source_table VARCHAR2(64 CHAR) NOT NULL, relation_oid NUMBER(19) NOT NULL, relation_file NUMBER(19) NOT NULL, highest_number NUMBER(19) NOT NULL, relation_columns CLOB NOT NULL, primary_key CLOB, identity_key CLOB, PRIMARY KEY (slot, source_schema, source_table));
CREATE TABLE "PG2ANY_LABEL" (slot VARCHAR2(64 CHAR) NOT NULL, type_oid NUMBER(19) NOT NULL, labels CLOB NOT NULL, PRIMARY KEY (slot, type_oid));
CREATE TABLE "PG2ANY_DEAD_LETTER" (slot VARCHAR2(64 CHAR) NOT NULL, id VARCHAR2(64 CHAR) NOT NULL, source_schema VARCHAR2(64 CHAR) NOT NULL, source_table VARCHAR2(64 CHAR) NOT NULL, operation VARCHAR2(64 CHAR) NOT NULL, row_key CLOB, old_row CLOB, new_row CLOB, error CLOB NOT NULL, commit_lsn VARCHAR2(64 CHAR), xid VARCHAR2(64 CHAR), commit_time VARCHAR2(64 CHAR), recorded_at TIMESTAMP(6) NOT NULL, PRIMARY KEY (slot, id));
SELECT system_identifier, timeline, source_database, position FROM "PG2ANY_CHECKPOINT" WHERE slot = ?
    String slot_a;
UPDATE "PG2ANY_CHECKPOINT" SET epoch = epoch + 1, updated_at = SYS_EXTRACT_UTC(SYSTIMESTAMP) WHERE slot = ?
    Object slot_a;
INSERT INTO "PG2ANY_CHECKPOINT" (slot, system_identifier, timeline, source_database, position, epoch, updated_at) VALUES (?, ?, ?, ?, ?, 1, SYS_EXTRACT_UTC(SYSTIMESTAMP))
    Object slot_a, Object 7000000000000000001, Object 1, Object shop, Object none;
SELECT epoch FROM "PG2ANY_CHECKPOINT" WHERE slot = ?
    String slot_a;
UPDATE "PG2ANY_CHECKPOINT" SET system_identifier = ?, timeline = ?, source_database = ?, position = ?, updated_at = SYS_EXTRACT_UTC(SYSTIMESTAMP) WHERE slot = ? AND epoch = ?
    Object 7000000000000000001, Object 1, Object shop, Object 0/200, Object slot_a, Object 0;
-- no row was found: Another pg2any took over slot slot_a: this one stops, and nothing of its open transaction is kept.;
SELECT source_schema, source_table, snapshot, repeats, made, done, copied_rows FROM "PG2ANY_COPY" WHERE slot = ?
    String slot_a;
SELECT source_schema, source_table, chunk, copied_rows FROM "PG2ANY_CHUNK" WHERE slot = ?
    String slot_a;
DELETE FROM "PG2ANY_COPY" WHERE slot = ? AND source_schema = ? AND source_table = ?
    Object slot_a, Object public, Object people;
INSERT INTO "PG2ANY_COPY" (slot, source_schema, source_table, snapshot, repeats, made, done, copied_rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    Object slot_a, Object public, Object people, Object 10:20:, Object 0/0, Object 1, Object 0, Object 0;
DELETE FROM "PG2ANY_CHUNK" WHERE slot = ? AND source_schema = ? AND source_table = ?
    Object slot_a, Object public, Object people;
DELETE FROM "PG2ANY_COPY" WHERE slot = ?
    Object slot_a;
DELETE FROM "PG2ANY_CHUNK" WHERE slot = ?
    Object slot_a;
DELETE FROM "PG2ANY_SHAPE" WHERE slot = ?
    String slot_a;

-- Looking for a table
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/ALL_TAB_COLS.html
SELECT column_name, data_type, data_length, char_length, char_used, data_precision, data_scale, nullable, default_length, identity_column, virtual_column, collation FROM all_tab_cols WHERE owner = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND table_name = ? AND hidden_column = 'NO' ORDER BY column_id
    String SALES, String PEOPLE;

-- Foreign keys that would write by themselves
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/ALL_CONSTRAINTS.html
SELECT f.constraint_name, f.table_name FROM all_constraints f INNER JOIN all_constraints k ON k.owner = f.r_owner AND k.constraint_name = f.r_constraint_name WHERE k.owner = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND k.table_name = ? AND f.constraint_type = 'R' AND f.status = 'ENABLED' AND f.delete_rule <> 'NO ACTION'
    String , String PEOPLE;

-- Insert of rows that are not there, in one array
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/INSERT.html
INSERT INTO "PEOPLE" ("NAME", "BORN", "PRICE", "U", "SEEN") VALUES (?, TO_DATE(?, 'SYYYY-MM-DD HH24:MI:SS'), ?, ?, TO_TIMESTAMP_TZ(?, 'SYYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM'))
    String Ann, String  2024-02-29 00:00:00, BigDecimal 1.5, Bytes [63, 51, 61, -10, -112, -92, 79, -38, -115, -45, -108, -123, -46, 124, -18, 54], String  2024-02-29 12:34:56.789000 +00:00;
INSERT INTO "PEOPLE" ("NAME", "BORN", "PRICE", "U", "SEEN") VALUES (?, TO_DATE(?, 'SYYYY-MM-DD HH24:MI:SS'), ?, ?, TO_TIMESTAMP_TZ(?, 'SYYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM'))
    String Bob, Null 12, Null 2, Null -3, Null 12;
INSERT INTO "PEOPLE" ("NAME", "BORN", "PRICE", "U", "SEEN") VALUES (?, TO_DATE(?, 'SYYYY-MM-DD HH24:MI:SS'), ?, ?, TO_TIMESTAMP_TZ(?, 'SYYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM'));

-- Upsert
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/MERGE.html
MERGE INTO "PEOPLE" t USING (SELECT ? AS c0, TO_DATE(?, 'SYYYY-MM-DD HH24:MI:SS') AS c1, ? AS c2, ? AS c3, TO_TIMESTAMP_TZ(?, 'SYYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM') AS c4 FROM dual) s ON (t."NAME" = s.c0) WHEN MATCHED THEN UPDATE SET t."BORN" = s.c1, t."PRICE" = s.c2, t."U" = s.c3, t."SEEN" = s.c4 WHEN NOT MATCHED THEN INSERT (t."NAME", t."BORN", t."PRICE", t."U", t."SEEN") VALUES (s.c0, s.c1, s.c2, s.c3, s.c4)
    String Ann, String -0044-03-15 00:00:00, BigDecimal 1.5, Null -3, Null 12;
MERGE INTO "PEOPLE" t USING (SELECT ? AS c0, TO_DATE(?, 'SYYYY-MM-DD HH24:MI:SS') AS c1, ? AS c2, ? AS c3, TO_TIMESTAMP_TZ(?, 'SYYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM') AS c4 FROM dual) s ON (t."NAME" = s.c0) WHEN MATCHED THEN UPDATE SET t."BORN" = s.c1, t."PRICE" = s.c2, t."U" = s.c3, t."SEEN" = s.c4 WHEN NOT MATCHED THEN INSERT (t."NAME", t."BORN", t."PRICE", t."U", t."SEEN") VALUES (s.c0, s.c1, s.c2, s.c3, s.c4);

-- Update of some columns
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/UPDATE.html
UPDATE "PEOPLE" SET "BORN" = TO_DATE(?, 'SYYYY-MM-DD HH24:MI:SS') WHERE "NAME" = ?
    String  2024-02-29 00:00:00, String Ann;
UPDATE "PEOPLE" SET "BORN" = TO_DATE(?, 'SYYYY-MM-DD HH24:MI:SS') WHERE "NAME" = ?;

-- Delete
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/DELETE.html
DELETE FROM "PEOPLE" WHERE "NAME" = ?
    String Ann;
DELETE FROM "PEOPLE" WHERE "NAME" = ?
    String Bob;
DELETE FROM "PEOPLE" WHERE "NAME" = ?;

-- Large values that an update left alone
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/SELECT.html
SELECT 0, TO_CHAR("BORN", 'SYYYY-MM-DD'), "PRICE", "U", TO_CHAR(SYS_EXTRACT_UTC("SEEN"), 'SYYYY-MM-DD HH24:MI:SS.FF6') FROM "PEOPLE" WHERE "NAME" = ? UNION ALL SELECT 1, TO_CHAR("BORN", 'SYYYY-MM-DD'), "PRICE", "U", TO_CHAR(SYS_EXTRACT_UTC("SEEN"), 'SYYYY-MM-DD HH24:MI:SS.FF6') FROM "PEOPLE" WHERE "NAME" = ?;

-- Reading rows by their keys
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/SELECT.html
SELECT TO_CHAR(SYS_EXTRACT_UTC("SEEN"), 'SYYYY-MM-DD HH24:MI:SS.FF6') FROM "PEOPLE" WHERE "NAME" IN (?, ?, ?);

-- A source's TRUNCATE, which may be taken back
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/DELETE.html
DELETE FROM "PEOPLE";

-- Whether there is a row
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/ROWNUM-Pseudocolumn.html
SELECT 1 FROM "PEOPLE" WHERE ROWNUM = 1;

-- Foreign keys that would write by themselves
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/ALL_CONSTRAINTS.html
SELECT f.constraint_name, f.table_name FROM all_constraints f INNER JOIN all_constraints k ON k.owner = f.r_owner AND k.constraint_name = f.r_constraint_name WHERE k.owner = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND k.table_name = ? AND f.constraint_type = 'R' AND f.status = 'ENABLED' AND f.delete_rule <> 'NO ACTION'
    String , String PAIRS;

-- Upsert of key columns alone
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/MERGE.html
MERGE INTO "PAIRS" t USING (SELECT ? AS c0, ? AS c1 FROM dual) s ON (t."A" = s.c0 AND t."B" = s.c1) WHEN NOT MATCHED THEN INSERT (t."A", t."B") VALUES (s.c0, s.c1)
    Long 1, Bytes [0];
MERGE INTO "PAIRS" t USING (SELECT ? AS c0, ? AS c1 FROM dual) s ON (t."A" = s.c0 AND t."B" = s.c1) WHEN NOT MATCHED THEN INSERT (t."A", t."B") VALUES (s.c0, s.c1);

-- Foreign keys that would write by themselves
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/ALL_CONSTRAINTS.html
SELECT f.constraint_name, f.table_name FROM all_constraints f INNER JOIN all_constraints k ON k.owner = f.r_owner AND k.constraint_name = f.r_constraint_name WHERE k.owner = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND k.table_name = ? AND f.constraint_type = 'R' AND f.status = 'ENABLED' AND f.delete_rule <> 'NO ACTION'
    String , String DOCUMENTS;

-- Upsert of a row with large objects that is new: they come last
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/INSERT.html
SAVEPOINT pg2any_new;
INSERT INTO "DOCUMENTS" ("ID", "TITLE", "BODY", "PHOTO") VALUES (?, ?, ?, ?)
    Long 1, String x, String short, Bytes [0, -1];
INSERT INTO "DOCUMENTS" ("ID", "TITLE", "BODY", "PHOTO") VALUES (?, ?, ?, ?);

-- Upsert of a row with large objects that may be there: update, then insert of those that were not found
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/UPDATE.html
UPDATE "DOCUMENTS" SET "TITLE" = ?, "BODY" = ?, "PHOTO" = ? WHERE "ID" = ?
    Null 12, Null 12, Null -3, Long 1;
UPDATE "DOCUMENTS" SET "TITLE" = ?, "BODY" = ?, "PHOTO" = ? WHERE "ID" = ?;
INSERT INTO "DOCUMENTS" ("ID", "TITLE", "BODY", "PHOTO") VALUES (?, ?, ?, ?)
    Long 1, Null 12, Null 12, Null -3;
INSERT INTO "DOCUMENTS" ("ID", "TITLE", "BODY", "PHOTO") VALUES (?, ?, ?, ?);

-- Changes of a table without a key: one of the equal rows each
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/ROWNUM-Pseudocolumn.html
INSERT INTO "LOG" ("WORD", "N", "AT", "B", "T") VALUES (?, ?, TO_TIMESTAMP(?, 'SYYYY-MM-DD HH24:MI:SS.FF6'), ?, ?)
    String a , Object 1.5, String  2024-02-29 12:34:56.789000, Bytes [0], String text;
INSERT INTO "LOG" ("WORD", "N", "AT", "B", "T") VALUES (?, ?, TO_TIMESTAMP(?, 'SYYYY-MM-DD HH24:MI:SS.FF6'), ?, ?);
UPDATE "LOG" SET "WORD" = ?, "N" = ?, "B" = ?, "T" = ?, "AT" = TO_TIMESTAMP(?, 'SYYYY-MM-DD HH24:MI:SS.FF6') WHERE EXISTS (SELECT 1 FROM (SELECT ? AS v FROM dual) p WHERE "LOG"."WORD" = p.v OR "LOG"."WORD" IS NULL AND p.v IS NULL) AND EXISTS (SELECT 1 FROM (SELECT ? AS v FROM dual) p WHERE "LOG"."N" = p.v OR "LOG"."N" IS NULL AND p.v IS NULL) AND EXISTS (SELECT 1 FROM (SELECT ? AS v FROM dual) p WHERE DBMS_LOB.COMPARE("LOG"."B", p.v) = 0 OR "LOG"."B" IS NULL AND p.v IS NULL) AND EXISTS (SELECT 1 FROM (SELECT ? AS v FROM dual) p WHERE DBMS_LOB.COMPARE("LOG"."T", p.v) = 0 OR "LOG"."T" IS NULL AND p.v IS NULL) AND EXISTS (SELECT 1 FROM (SELECT TO_TIMESTAMP(?, 'SYYYY-MM-DD HH24:MI:SS.FF6') AS v FROM dual) p WHERE "LOG"."AT" = p.v OR "LOG"."AT" IS NULL AND p.v IS NULL) AND ROWNUM = 1
    Null 12, Object 2.0, Null -3, Null 12, Null 12, String a , Object 1.5, Blob stream, Clob stream, String  2024-02-29 12:34:56.789000;
DELETE FROM "LOG" WHERE EXISTS (SELECT 1 FROM (SELECT ? AS v FROM dual) p WHERE "LOG"."WORD" = p.v OR "LOG"."WORD" IS NULL AND p.v IS NULL) AND EXISTS (SELECT 1 FROM (SELECT ? AS v FROM dual) p WHERE "LOG"."N" = p.v OR "LOG"."N" IS NULL AND p.v IS NULL) AND EXISTS (SELECT 1 FROM (SELECT ? AS v FROM dual) p WHERE DBMS_LOB.COMPARE("LOG"."B", p.v) = 0 OR "LOG"."B" IS NULL AND p.v IS NULL) AND EXISTS (SELECT 1 FROM (SELECT ? AS v FROM dual) p WHERE DBMS_LOB.COMPARE("LOG"."T", p.v) = 0 OR "LOG"."T" IS NULL AND p.v IS NULL) AND EXISTS (SELECT 1 FROM (SELECT TO_TIMESTAMP(?, 'SYYYY-MM-DD HH24:MI:SS.FF6') AS v FROM dual) p WHERE "LOG"."AT" = p.v OR "LOG"."AT" IS NULL AND p.v IS NULL) AND ROWNUM = 1
    Null 12, Object 2.0, Null 2004, Null 2005, Null 12;

-- Indexes, and foreign keys that do not act
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/constraint.html
CREATE INDEX "PEOPLE_NAME" ON "PEOPLE" ("NAME", "ID");
ALTER TABLE "PEOPLE" ADD CONSTRAINT "it's" FOREIGN KEY ("ID") REFERENCES "MORE" ("ID") DISABLE NOVALIDATE;

-- A table gets another name
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/RENAME.html
ALTER TABLE "PEOPLE" RENAME TO "Men and women";
ALTER TABLE "SALES"."ORDERS" RENAME TO "ORDER";

-- What a former key consists of
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/refrn/ALL_CONSTRAINTS.html
SELECT k.constraint_name, c.column_name FROM all_constraints k INNER JOIN all_cons_columns c ON c.owner = k.owner AND c.constraint_name = k.constraint_name WHERE k.owner = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND k.table_name = ? AND k.constraint_type IN ('P', 'U') ORDER BY k.constraint_name, c.position
    String , String PEOPLE;
SELECT '"' || i.owner || '"."' || i.index_name || '"', c.column_name FROM all_indexes i INNER JOIN all_ind_columns c ON c.index_owner = i.owner AND c.index_name = i.index_name WHERE i.table_owner = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND i.table_name = ? AND i.uniqueness = 'UNIQUE' AND i.index_type <> 'LOB' AND NOT EXISTS (SELECT 1 FROM all_constraints k WHERE k.index_owner = i.owner AND k.index_name = i.index_name) ORDER BY i.owner, i.index_name, c.column_position
    String , String PEOPLE;

-- Columns and keys that change in the source; a type that cannot be modified is a new column
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/ALTER-TABLE.html
ALTER TABLE "PEOPLE" RENAME COLUMN "it's" TO "new name";
ALTER TABLE "PEOPLE" DROP COLUMN "GONE" CASCADE CONSTRAINTS;
ALTER TABLE "PEOPLE" ADD ("N" NUMBER(10) DEFAULT 5);
ALTER TABLE "PEOPLE" ADD ("OK" NUMBER(1) DEFAULT 1);
ALTER TABLE "PEOPLE" ADD ("AT" TIMESTAMP(6) DEFAULT TIMESTAMP '2024-02-29 00:00:00');
ALTER TABLE "PEOPLE" ADD ("DAY" DATE DEFAULT DATE '2024-02-29');
ALTER TABLE "PEOPLE" ADD ("U" RAW(16) DEFAULT HEXTORAW('3f333df690a44fda8dd39485d27cee36'));
ALTER TABLE "PEOPLE" ADD ("S" CLOB DEFAULT 'a b');
ALTER TABLE "PEOPLE" MODIFY ("NAME" NULL);
ALTER TABLE "PEOPLE" MODIFY ("ID" NUMBER(19));
ALTER TABLE "PEOPLE" ADD ("pg2any_new name" CLOB);
UPDATE "PEOPLE" SET "pg2any_new name" = "NAME";
ALTER TABLE "PEOPLE" RENAME COLUMN "NAME" TO "pg2any_old name";
ALTER TABLE "PEOPLE" RENAME COLUMN "pg2any_new name" TO "NAME";
ALTER TABLE "PEOPLE" DROP COLUMN "pg2any_old name" CASCADE CONSTRAINTS;
ALTER TABLE "PEOPLE" DROP COLUMN "WAS" CASCADE CONSTRAINTS;
ALTER TABLE "PEOPLE" ADD ("WAS" VARCHAR2(20 CHAR));
ALTER TABLE "PEOPLE" DROP COLUMN "pg2any_new again" CASCADE CONSTRAINTS;
ALTER TABLE "PEOPLE" ADD ("pg2any_new again" CLOB);
UPDATE "PEOPLE" SET "pg2any_new again" = "AGAIN";
ALTER TABLE "PEOPLE" RENAME COLUMN "AGAIN" TO "pg2any_old again";
ALTER TABLE "PEOPLE" RENAME COLUMN "pg2any_new again" TO "AGAIN";
ALTER TABLE "PEOPLE" DROP COLUMN "pg2any_old again" CASCADE CONSTRAINTS;
ALTER TABLE "PEOPLE" ADD PRIMARY KEY ("ID");
ALTER TABLE "PEOPLE" ADD ("pg2any_new note" VARCHAR2(4000 BYTE));
UPDATE "PEOPLE" SET "pg2any_new note" = TO_CHAR("NOTE");
ALTER TABLE "PEOPLE" RENAME COLUMN "NOTE" TO "pg2any_old note";
ALTER TABLE "PEOPLE" RENAME COLUMN "pg2any_new note" TO "NOTE";
ALTER TABLE "PEOPLE" DROP COLUMN "pg2any_old note" CASCADE CONSTRAINTS;
ALTER TABLE "PEOPLE" MODIFY ("NOTE" NOT NULL);
ALTER TABLE "PEOPLE" ADD UNIQUE ("NOTE");

-- A part of a transaction
-- https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/SAVEPOINT.html
SAVEPOINT pg2any_part;
ROLLBACK TO SAVEPOINT pg2any_part;

