-- A table of every type, in a schema that may be missing; names are quoted
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/create-table-transact-sql
IF SCHEMA_ID(N'sales ]''x') IS NULL EXEC(N'CREATE SCHEMA [sales ]]''x]');
CREATE TABLE [sales ]]'x].[every ]]'thing] ([id] INT NOT NULL, [small] SMALLINT, [big] BIGINT, [oid] BIGINT, [ok] BIT, [r] REAL, [d] FLOAT, [price] DECIMAL(12, 2), [free] DECIMAL(38, 18), [huge] NVARCHAR(103) COLLATE Latin1_General_100_BIN2, [negative] DECIMAL(8, 0), [money] NVARCHAR(64) COLLATE Latin1_General_100_BIN2, [t] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, [v] NVARCHAR(40) COLLATE Latin1_General_100_BIN2, [v4] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, [c] NVARCHAR(8) COLLATE Latin1_General_100_BIN2, [bytes] VARBINARY(MAX), [day] DATE, [at] DATETIME2(3), [atz] DATETIMEOFFSET(6), [tm] TIME(6), [tmz] NVARCHAR(32) COLLATE Latin1_General_100_BIN2, [span] NVARCHAR(128) COLLATE Latin1_General_100_BIN2, [u] UNIQUEIDENTIFIER, [j] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, [jb] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, [x] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, [bits] NVARCHAR(10) COLLATE Latin1_General_100_BIN2, [mood] NVARCHAR(63) COLLATE Latin1_General_100_BIN2, [list] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, [spot] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, [odd ]]'" ?name] INT, PRIMARY KEY ([id]));

-- Keys share the 900 bytes of a clustered index
-- https://learn.microsoft.com/en-us/sql/sql-server/maximum-capacity-specifications-for-sql-server
CREATE TABLE [by_text] ([k] NVARCHAR(450) COLLATE Latin1_General_100_BIN2 NOT NULL, PRIMARY KEY ([k]));
CREATE TABLE [by_code] ([k] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL, [b] VARBINARY(820) NOT NULL, PRIMARY KEY ([k], [b]));
CREATE TABLE [by_three] ([a] NVARCHAR(221) COLLATE Latin1_General_100_BIN2 NOT NULL, [b] UNIQUEIDENTIFIER NOT NULL, [c] NVARCHAR(221) COLLATE Latin1_General_100_BIN2 NOT NULL, PRIMARY KEY ([a], [b], [c]));
CREATE TABLE [coded] ([id] INT NOT NULL, [code] NVARCHAR(450) COLLATE Latin1_General_100_BIN2 NOT NULL, PRIMARY KEY ([id]), UNIQUE ([code]));

-- pg2any's own tables
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/create-table-transact-sql
CREATE TABLE [pg2any_checkpoint] (slot NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, system_identifier NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, timeline BIGINT NOT NULL, source_database NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, position NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, epoch BIGINT NOT NULL, updated_at DATETIME2(6) NOT NULL, PRIMARY KEY (slot));
CREATE TABLE [pg2any_copy] (slot NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, source_schema NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, source_table NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, snapshot NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, repeats NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, made BIGINT NOT NULL, done BIGINT NOT NULL, copied_rows BIGINT NOT NULL, PRIMARY KEY (slot, source_schema, source_table));
CREATE TABLE [pg2any_chunk] (slot NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, source_schema NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, source_table NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, chunk NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, copied_rows BIGINT NOT NULL, PRIMARY KEY (slot, source_schema, source_table, chunk));
CREATE TABLE [pg2any_shape] (slot NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, source_schema NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, source_table NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, relation_oid BIGINT NOT NULL, relation_file BIGINT NOT NULL, highest_number BIGINT NOT NULL, relation_columns NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, primary_key NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, identity_key NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, PRIMARY KEY (slot, source_schema, source_table));
CREATE TABLE [pg2any_label] (slot NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, type_oid BIGINT NOT NULL, labels NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, PRIMARY KEY (slot, type_oid));
CREATE TABLE [pg2any_dead_letter] (slot NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, source_schema NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, source_table NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, operation NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL, row_key NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, old_row NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, new_row NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2, error NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL, commit_lsn NVARCHAR(64) COLLATE Latin1_General_100_BIN2, xid NVARCHAR(64) COLLATE Latin1_General_100_BIN2, commit_time NVARCHAR(64) COLLATE Latin1_General_100_BIN2, recorded_at DATETIME2(6) NOT NULL, PRIMARY KEY (slot, id));
SELECT system_identifier, timeline, source_database, position FROM [pg2any_checkpoint] WHERE slot = ?
    String slot_a;
UPDATE [pg2any_checkpoint] SET epoch = epoch + 1, updated_at = SYSUTCDATETIME() WHERE slot = ?
    Object slot_a;
INSERT INTO [pg2any_checkpoint] (slot, system_identifier, timeline, source_database, position, epoch, updated_at) VALUES (?, ?, ?, ?, ?, 1, SYSUTCDATETIME())
    Object slot_a, Object 7000000000000000001, Object 1, Object shop, Object none;
SELECT epoch FROM [pg2any_checkpoint] WHERE slot = ?
    String slot_a;
UPDATE [pg2any_checkpoint] SET system_identifier = ?, timeline = ?, source_database = ?, position = ?, updated_at = SYSUTCDATETIME() WHERE slot = ? AND epoch = ?
    Object 7000000000000000001, Object 1, Object shop, Object 0/200, Object slot_a, Object 0;
-- no row was found: Another pg2any took over slot slot_a: this one stops, and nothing of its open transaction is kept.;
SELECT source_schema, source_table, snapshot, repeats, made, done, copied_rows FROM [pg2any_copy] WHERE slot = ?
    String slot_a;
SELECT source_schema, source_table, chunk, copied_rows FROM [pg2any_chunk] WHERE slot = ?
    String slot_a;
DELETE FROM [pg2any_copy] WHERE slot = ? AND source_schema = ? AND source_table = ?
    Object slot_a, Object public, Object people;
INSERT INTO [pg2any_copy] (slot, source_schema, source_table, snapshot, repeats, made, done, copied_rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    Object slot_a, Object public, Object people, Object 10:20:, Object 0/0, Object 1, Object 0, Object 0;
DELETE FROM [pg2any_chunk] WHERE slot = ? AND source_schema = ? AND source_table = ?
    Object slot_a, Object public, Object people;
DELETE FROM [pg2any_copy] WHERE slot = ?
    Object slot_a;
DELETE FROM [pg2any_chunk] WHERE slot = ?
    Object slot_a;
DELETE FROM [pg2any_shape] WHERE slot = ?
    String slot_a;

-- Foreign keys that would write by themselves
-- https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-foreign-keys-transact-sql
SELECT TOP (1) k.name, OBJECT_NAME(k.parent_object_id) FROM sys.foreign_keys AS k WHERE k.referenced_object_id = OBJECT_ID(?) AND k.is_disabled = 0 AND (k.delete_referential_action <> 0 OR k.update_referential_action <> 0)
    String [people];

-- Insert of rows that are not there
-- https://learn.microsoft.com/en-us/sql/t-sql/queries/table-value-constructor-transact-sql
INSERT INTO [people] ([name], [born], [price], [photo]) SELECT s.[c0], s.[c1], s.[c2], s.[c3] FROM (VALUES (?, CAST(? AS date), CAST(? AS decimal(12, 2)), ?), (?, CAST(? AS date), CAST(? AS decimal(12, 2)), ?)) AS s([c0], [c1], [c2], [c3])
    String Ann, String 2024-02-29, BigDecimal 1.50, Bytes [0, -1], String Bob, Null -9, Null 3, Null -3;

-- Upsert of a row that may be there: update, then insert
-- https://learn.microsoft.com/en-us/sql/t-sql/queries/update-transact-sql
UPDATE t SET [born] = s.[c1], [price] = s.[c2], [photo] = s.[c3] FROM [people] AS t INNER JOIN (VALUES (?, CAST(? AS date), CAST(? AS decimal(12, 2)), ?)) AS s([c0], [c1], [c2], [c3]) ON t.[name] = s.[c0] COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[name]) = DATALENGTH(s.[c0])
    String Ann, String 2024-02-29, BigDecimal 1.50, Null -3;
INSERT INTO [people] ([name], [born], [price], [photo]) SELECT s.[c0], s.[c1], s.[c2], s.[c3] FROM (VALUES (?, CAST(? AS date), CAST(? AS decimal(12, 2)), ?)) AS s([c0], [c1], [c2], [c3]) WHERE NOT EXISTS (SELECT 1 FROM [people] AS t WHERE t.[name] = s.[c0] COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[name]) = DATALENGTH(s.[c0]))
    String Ann, String 2024-02-29, BigDecimal 1.50, Null -3;

-- Upsert of a row that is new: insert, then update
-- https://learn.microsoft.com/en-us/sql/t-sql/queries/update-transact-sql
INSERT INTO [people] ([name], [born], [price], [photo]) SELECT s.[c0], s.[c1], s.[c2], s.[c3] FROM (VALUES (?, CAST(? AS date), CAST(? AS decimal(12, 2)), ?)) AS s([c0], [c1], [c2], [c3]) WHERE NOT EXISTS (SELECT 1 FROM [people] AS t WHERE t.[name] = s.[c0] COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[name]) = DATALENGTH(s.[c0]))
    String Ann, String 2024-02-29, BigDecimal 1.50, Null -3;
UPDATE t SET [born] = s.[c1], [price] = s.[c2], [photo] = s.[c3] FROM [people] AS t INNER JOIN (VALUES (?, CAST(? AS date), CAST(? AS decimal(12, 2)), ?)) AS s([c0], [c1], [c2], [c3]) ON t.[name] = s.[c0] COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[name]) = DATALENGTH(s.[c0])
    String Ann, String 2024-02-29, BigDecimal 1.50, Null -3;

-- Update of some columns
-- https://learn.microsoft.com/en-us/sql/t-sql/queries/update-transact-sql
UPDATE t SET [born] = s.[c1] FROM [people] AS t INNER JOIN (VALUES (CAST(? AS date), ?)) AS s([c1], [c0]) ON t.[name] = s.[c0] COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[name]) = DATALENGTH(s.[c0])
    String 2024-02-29, String Ann;

-- Delete
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/delete-transact-sql
DELETE t FROM [people] AS t INNER JOIN (VALUES (?), (?)) AS s([c0]) ON t.[name] = s.[c0] COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[name]) = DATALENGTH(s.[c0])
    String Ann, String Bob;

-- Large values that an update left alone
-- https://learn.microsoft.com/en-us/sql/t-sql/queries/table-value-constructor-transact-sql
SELECT s.[n], t.[photo] FROM (VALUES (0, ?), (1, ?)) AS s([n], [c0]) INNER JOIN [people] AS t ON t.[name] = s.[c0] COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[name]) = DATALENGTH(s.[c0]);

-- What a comparison reads: all rows, and single ones by their keys
-- https://learn.microsoft.com/en-us/sql/t-sql/functions/cast-and-convert-transact-sql
SELECT [name], CONVERT(nvarchar(10), [born], 23), [price], [photo] FROM [people];
SELECT [name], CONVERT(nvarchar(10), [born], 23), [price], [photo] FROM [people] WHERE EXISTS (SELECT 1 FROM (VALUES (?), (?)) AS s([c0]) WHERE [people].[name] = s.[c0] COLLATE Latin1_General_100_BIN2 AND DATALENGTH([people].[name]) = DATALENGTH(s.[c0]))
    String Ann, String Bob;

-- Truncate, or delete where a foreign key refers to the table
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/truncate-table-transact-sql
IF HAS_PERMS_BY_NAME(N'[people]', N'OBJECT', N'ALTER') = 1 AND OBJECTPROPERTY(OBJECT_ID(N'[people]'), N'IsUserTable') = 1 AND NOT EXISTS (SELECT 1 FROM sys.foreign_keys WHERE referenced_object_id = OBJECT_ID(N'[people]')) TRUNCATE TABLE [people] ELSE DELETE FROM [people];

-- Whether there is a row
-- https://learn.microsoft.com/en-us/sql/t-sql/queries/top-transact-sql
SELECT TOP (1) 1 FROM [people];

-- Foreign keys that would write by themselves
-- https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-foreign-keys-transact-sql
SELECT TOP (1) k.name, OBJECT_NAME(k.parent_object_id) FROM sys.foreign_keys AS k WHERE k.referenced_object_id = OBJECT_ID(?) AND k.is_disabled = 0 AND (k.delete_referential_action <> 0 OR k.update_referential_action <> 0)
    String [pairs];

-- Upsert of key columns alone
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/insert-transact-sql
INSERT INTO [pairs] ([a], [b]) SELECT s.[c0], s.[c1] FROM (VALUES (?, ?)) AS s([c0], [c1]) WHERE NOT EXISTS (SELECT 1 FROM [pairs] AS t WHERE t.[a] = s.[c0] AND t.[b] = s.[c1] AND DATALENGTH(t.[b]) = DATALENGTH(s.[c1]))
    Int 1, Bytes [0];

-- Foreign keys that would write by themselves
-- https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/sys-foreign-keys-transact-sql
SELECT TOP (1) k.name, OBJECT_NAME(k.parent_object_id) FROM sys.foreign_keys AS k WHERE k.referenced_object_id = OBJECT_ID(?) AND k.is_disabled = 0 AND (k.delete_referential_action <> 0 OR k.update_referential_action <> 0)
    String [counted];

-- A key that counts by itself
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/set-identity-insert-transact-sql
SET IDENTITY_INSERT [counted] ON;
INSERT INTO [counted] ([id], [s]) SELECT s.[c0], s.[c1] FROM (VALUES (?, ?)) AS s([c0], [c1])
    Int 1, String x;
SET IDENTITY_INSERT [counted] OFF;

-- Large sets over a staging table that a bulk copy fills
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/create-table-transact-sql#temporary-tables
IF OBJECT_ID(N'tempdb..#pg2any_1') IS NULL CREATE TABLE #pg2any_1 ([c0] int NULL, [c1] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, [c2] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL) ELSE TRUNCATE TABLE #pg2any_1;
UPDATE t SET [name] = s.[c1], [email] = s.[c2] FROM [people] AS t INNER JOIN #pg2any_1 AS s ON t.[id] = s.[c0];
INSERT INTO [people] ([id], [name], [email]) SELECT s.[c0], s.[c1], s.[c2] FROM #pg2any_1 AS s WHERE NOT EXISTS (SELECT 1 FROM [people] AS t WHERE t.[id] = s.[c0]);
INSERT INTO [people] ([id], [name], [email]) SELECT s.[c0], s.[c1], s.[c2] FROM #pg2any_1 AS s;
DELETE t FROM [people] AS t INNER JOIN #pg2any_1 AS s ON t.[id] = s.[c0];
IF OBJECT_ID(N'tempdb..#pg2any_1') IS NOT NULL DROP TABLE #pg2any_1;

-- Moments are read as text that the server makes
-- https://learn.microsoft.com/en-us/sql/t-sql/functions/cast-and-convert-transact-sql
SELECT [a], [b], CONVERT(nvarchar(40), [at], 121), REPLACE(CONVERT(nvarchar(40), [atz], 121), N' +', N'+'), CONVERT(nvarchar(40), [tm], 121) FROM [moments];
SELECT [a], [b], CONVERT(nvarchar(40), [at], 121), REPLACE(CONVERT(nvarchar(40), [atz], 121), N' +', N'+'), CONVERT(nvarchar(40), [tm], 121) FROM [moments] WHERE EXISTS (SELECT 1 FROM (VALUES (?, CAST(? AS decimal(12, 2)))) AS s([c0], [c1]) WHERE [moments].[a] = s.[c0] AND [moments].[b] = s.[c1])
    Int 1, BigDecimal 2.00;

-- Changes of a table without a key: one of the equal rows each
-- https://learn.microsoft.com/en-us/sql/t-sql/language-elements/set-operators-except-and-intersect-transact-sql
INSERT INTO [log] ([word], [n], [b], [u], [at]) SELECT s.[c0], s.[c1], s.[c2], s.[c3], s.[c4] FROM (VALUES (?, ?, ?, CAST(? AS uniqueidentifier), CAST(? AS datetimeoffset(6)))) AS s([c0], [c1], [c2], [c3], [c4])
    String a , Double 1.5, Bytes [0], String 3f333df6-90a4-4fda-8dd3-9485d27cee36, String 2024-02-29T12:34:56.789+00:00;
UPDATE TOP (1) [log] SET [word] = ?, [n] = ?, [b] = ?, [u] = CAST(? AS uniqueidentifier), [at] = CAST(? AS datetimeoffset(6)) WHERE EXISTS (SELECT CAST(CAST([word] AS nvarchar(max)) AS varbinary(max)), DATALENGTH(CAST([word] AS nvarchar(max))) INTERSECT SELECT CAST(p.v AS varbinary(max)), DATALENGTH(p.v) FROM (SELECT CAST(? AS nvarchar(max)) AS v) AS p) AND EXISTS (SELECT [n] INTERSECT SELECT ?) AND EXISTS (SELECT [b], DATALENGTH([b]) INTERSECT SELECT p.v, DATALENGTH(p.v) FROM (SELECT ? AS v) AS p) AND EXISTS (SELECT [u] INTERSECT SELECT CAST(? AS uniqueidentifier)) AND EXISTS (SELECT [at] INTERSECT SELECT CAST(? AS datetimeoffset(6)))
    Null -9, Double 2.0, Null -3, Null -9, Null -9, String a , Double 1.5, Bytes [0], String 3f333df6-90a4-4fda-8dd3-9485d27cee36, String 2024-02-29T12:34:56.789+00:00;
DELETE TOP (1) FROM [log] WHERE EXISTS (SELECT CAST(CAST([word] AS nvarchar(max)) AS varbinary(max)), DATALENGTH(CAST([word] AS nvarchar(max))) INTERSECT SELECT CAST(p.v AS varbinary(max)), DATALENGTH(p.v) FROM (SELECT CAST(? AS nvarchar(max)) AS v) AS p) AND EXISTS (SELECT [n] INTERSECT SELECT ?) AND EXISTS (SELECT [b], DATALENGTH([b]) INTERSECT SELECT p.v, DATALENGTH(p.v) FROM (SELECT ? AS v) AS p) AND EXISTS (SELECT [u] INTERSECT SELECT CAST(? AS uniqueidentifier)) AND EXISTS (SELECT [at] INTERSECT SELECT CAST(? AS datetimeoffset(6)))
    Null -9, Double 2.0, Null -3, Null -9, Null -9;

-- Indexes and foreign keys
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql
CREATE INDEX [people_name] ON [people] ([name], [id]);
IF NOT EXISTS (SELECT 1 FROM sys.foreign_keys WHERE name = N'it''s' AND parent_object_id = OBJECT_ID(N'[people]')) BEGIN ALTER TABLE [people] WITH NOCHECK ADD CONSTRAINT [it's] FOREIGN KEY ([id]) REFERENCES [more] ([id]); ALTER TABLE [people] NOCHECK CONSTRAINT [it's] END;

-- What hangs on a column that goes or gets another type
-- https://learn.microsoft.com/en-us/sql/relational-databases/system-catalog-views/object-catalog-views-transact-sql
SELECT i.index_id, i.name, i.is_primary_key, i.is_unique_constraint, i.is_unique, i.type, i.filter_definition, c.name, k.is_descending_key, k.is_included_column FROM sys.indexes AS i INNER JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id INNER JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id WHERE i.object_id = OBJECT_ID(?) AND i.type IN (1, 2) ORDER BY i.index_id, k.is_included_column, k.key_ordinal, k.index_column_id
    String [people];
SELECT f.name, s.name, o.name FROM sys.foreign_keys AS f INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id INNER JOIN sys.columns AS c ON c.object_id = k.referenced_object_id AND c.column_id = k.referenced_column_id INNER JOIN sys.objects AS o ON o.object_id = f.parent_object_id INNER JOIN sys.schemas AS s ON s.schema_id = o.schema_id WHERE k.referenced_object_id = OBJECT_ID(?) AND c.name = ?
    String [people], String gone;
SELECT f.name FROM sys.foreign_keys AS f INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id INNER JOIN sys.columns AS c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id WHERE k.parent_object_id = OBJECT_ID(?) AND c.name = ?
    String [people], String gone;
SELECT d.name FROM sys.default_constraints AS d INNER JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id WHERE d.parent_object_id = OBJECT_ID(?) AND c.name = ?
    String [people], String gone;
SELECT f.name, s.name, o.name FROM sys.foreign_keys AS f INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id INNER JOIN sys.columns AS c ON c.object_id = k.referenced_object_id AND c.column_id = k.referenced_column_id INNER JOIN sys.objects AS o ON o.object_id = f.parent_object_id INNER JOIN sys.schemas AS s ON s.schema_id = o.schema_id WHERE k.referenced_object_id = OBJECT_ID(?) AND c.name = ?
    String [people], String name;
SELECT f.name FROM sys.foreign_keys AS f INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id INNER JOIN sys.columns AS c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id WHERE k.parent_object_id = OBJECT_ID(?) AND c.name = ?
    String [people], String name;
SELECT d.name FROM sys.default_constraints AS d INNER JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id WHERE d.parent_object_id = OBJECT_ID(?) AND c.name = ?
    String [people], String name;
SELECT f.name, s.name, o.name FROM sys.foreign_keys AS f INNER JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id INNER JOIN sys.columns AS c ON c.object_id = k.referenced_object_id AND c.column_id = k.referenced_column_id INNER JOIN sys.objects AS o ON o.object_id = f.parent_object_id INNER JOIN sys.schemas AS s ON s.schema_id = o.schema_id WHERE k.referenced_object_id = OBJECT_ID(?) AND c.name = ?
    String [people], String note;

-- Columns that change in the source
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql
EXEC sp_rename N'[people].[it''s]', N'new ]name', N'COLUMN';
ALTER TABLE [people] DROP CONSTRAINT [people_gone_fkey];
ALTER TABLE [people] DROP CONSTRAINT [DF_gone];
DROP INDEX [by_gone] ON [people];
DROP INDEX [by_note] ON [people];
ALTER TABLE [people] DROP COLUMN [gone];
ALTER TABLE [people] ADD [n] INT NULL;
ALTER TABLE [people] ADD [ok] BIT NULL DEFAULT 1 WITH VALUES;
ALTER TABLE [people] ADD [word] NVARCHAR(40) NULL DEFAULT N'some words' WITH VALUES;
ALTER TABLE [people] ALTER COLUMN [note] nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL;
ALTER TABLE [people] DROP COLUMN [name];
ALTER TABLE [people] ADD [name] NVARCHAR(MAX) NULL;
CREATE UNIQUE NONCLUSTERED INDEX [by_note] ON [people] ([note] DESC) INCLUDE ([id]) WHERE ([note] IS NOT NULL);

-- A table gets another name
-- https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql
EXEC sp_rename N'[people]', N'it''s [new]', N'OBJECT';
EXEC sp_rename N'[sales ]]''x].[orders]', N'order', N'OBJECT';

-- A column of a key gets another type: the key goes and comes again
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql
ALTER TABLE [dbo].[orders] DROP CONSTRAINT [orders_fkey];
ALTER TABLE [people] DROP CONSTRAINT [PK__people];
ALTER TABLE [people] ALTER COLUMN [id] BIGINT NOT NULL;
ALTER TABLE [people] ADD CONSTRAINT [PK__people] PRIMARY KEY CLUSTERED ([id]);

-- One of a type that the server does not make of the other, in a table that was emptied
-- https://learn.microsoft.com/en-us/sql/t-sql/functions/cast-and-convert-transact-sql
ALTER TABLE [people] DROP CONSTRAINT [PK__people];
ALTER TABLE [people] DROP COLUMN [id];
ALTER TABLE [people] ADD [id] UNIQUEIDENTIFIER NOT NULL;
ALTER TABLE [people] ADD CONSTRAINT [PK__people] PRIMARY KEY CLUSTERED ([id]);

-- Another key: what is NOT NULL already is left alone
-- https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql
ALTER TABLE [people] DROP CONSTRAINT [PK__people];
DROP INDEX [by_name] ON [people];
ALTER TABLE [people] ALTER COLUMN [name] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL;
CREATE NONCLUSTERED INDEX [by_name] ON [people] ([name]);
ALTER TABLE [people] ADD PRIMARY KEY ([id], [name]);

-- A part of a transaction
-- https://learn.microsoft.com/en-us/sql/t-sql/language-elements/save-transaction-transact-sql
IF @@TRANCOUNT = 0 BEGIN BEGIN TRANSACTION IF @@TRANCOUNT = 2 COMMIT TRANSACTION END SAVE TRANSACTION pg2any_part;
ROLLBACK TRANSACTION pg2any_part;

