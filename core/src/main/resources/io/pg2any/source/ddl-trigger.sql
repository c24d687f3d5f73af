-- Lets pg2any's streams of this database follow DDL exactly and at once: an event trigger writes what a changed table has become into the log, as a
-- logical message of the statement's own transaction. It writes to no table, and never fails a statement: what goes wrong is a warning.
-- Needs a superuser, or a managed service's stand-in for one. DROP SCHEMA pg2any CASCADE removes all of it.

CREATE SCHEMA IF NOT EXISTS pg2any;

CREATE OR REPLACE FUNCTION pg2any.tell_ddl() RETURNS event_trigger LANGUAGE plpgsql
    SET search_path = pg_catalog SET DateStyle = 'ISO, MDY' SET IntervalStyle = 'postgres' SET TimeZone = 'UTC' SET extra_float_digits = 3 SET bytea_output = 'hex'
AS $pg2any$
DECLARE
    changed oid[];
    told bytea[] := '{}';
    note bytea;
BEGIN
    BEGIN
        IF current_setting('wal_level') <> 'logical' OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
                AND proname = 'pg_logical_emit_message' AND NOT has_function_privilege(oid, 'EXECUTE')) THEN
            RETURN;
        END IF;
        IF TG_EVENT = 'sql_drop' THEN
            SELECT coalesce(array_agg(convert_to(jsonb_build_object('v', 1, 'by', 0, 'oid', objid::bigint, 'schema', schema_name, 'name', object_name, 'gone', true)::text, 'UTF8')), '{}')
                INTO told FROM pg_event_trigger_dropped_objects()
                WHERE classid = 'pg_class'::regclass AND object_type = 'table' AND NOT is_temporary;
            -- columns that went with a type or the like; ALTER TABLE itself is told of at its end
            SELECT array_agg(DISTINCT objid) INTO changed FROM pg_event_trigger_dropped_objects()
                WHERE classid = 'pg_class'::regclass AND object_type = 'table column' AND TG_TAG <> 'ALTER TABLE';
        ELSE
            SELECT array_agg(DISTINCT c.oid) INTO changed FROM pg_event_trigger_ddl_commands() d JOIN pg_class c
                ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
                OR d.classid = 'pg_namespace'::regclass AND c.relnamespace = d.objid AND TG_TAG = 'ALTER SCHEMA';
        END IF;
        SELECT told || coalesce(array_agg(convert_to(jsonb_build_object(
                'v', 1,
                'by', (SELECT x.xmin::text::bigint FROM (SELECT c.xmin UNION ALL SELECT n.xmin UNION ALL SELECT a.xmin FROM pg_attribute a WHERE a.attrelid = c.oid
                       UNION ALL SELECT i.xmin FROM pg_index i WHERE i.indrelid = c.oid) x ORDER BY age(x.xmin) LIMIT 1),
                'oid', c.oid::bigint, 'schema', n.nspname, 'name', c.relname, 'gone', false,
                'partition', c.relispartition, 'partitioned', c.relkind = 'p', 'file', coalesce(pg_relation_filenode(c.oid), 0)::bigint, 'identity', c.relreplident,
                'columns', (SELECT coalesce(jsonb_agg(jsonb_build_object('n', a.attnum, 'name', a.attname, 'type', a.atttypid::bigint, 'mod', a.atttypmod,
                        'declared', format_type(a.atttypid, a.atttypmod), 'notnull', a.attnotnull OR t.typtype = 'd' AND t.typnotnull, 'generated', a.attgenerated <> '',
                        'default', pg_get_expr(d.adbin, d.adrelid), 'filled', a.atthasdef OR a.attidentity <> '', 'hasmissing', a.atthasmissing,
                        'missing', CASE WHEN a.atthasmissing THEN (a.attmissingval::text::text[])[1] END, 'version', a.xmin::text::bigint) ORDER BY a.attnum), '[]')
                    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
                'dropped', (SELECT coalesce(jsonb_agg(a.attnum), '[]') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attisdropped),
                'primary', (SELECT coalesce(jsonb_agg(k.n ORDER BY k.place), '[]') FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k(n, place)
                    WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid AND k.place <= i.indnkeyatts),
                'identified', (SELECT coalesce(jsonb_agg(k.n ORDER BY k.place), '[]') FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k(n, place)
                    WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisvalid AND k.place <= i.indnkeyatts))::text, 'UTF8')), '{}')
            INTO told FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = ANY (changed) AND c.relkind IN ('r', 'p') AND c.relpersistence = 'p';
    EXCEPTION WHEN OTHERS THEN
        RAISE WARNING 'pg2any is not told of this %: %', TG_TAG, SQLERRM;
        RETURN;
    END;
    -- outside of that block, which is a subtransaction of its own: a savepoint that is rolled back takes its messages along
    FOREACH note IN ARRAY told LOOP
        PERFORM pg_logical_emit_message(true, 'pg2any.ddl', note);
    END LOOP;
END
$pg2any$;

COMMENT ON FUNCTION pg2any.tell_ddl() IS 'pg2any 1';

DROP EVENT TRIGGER IF EXISTS pg2any_ddl;
DROP EVENT TRIGGER IF EXISTS pg2any_drop;
CREATE EVENT TRIGGER pg2any_ddl ON ddl_command_end
    WHEN TAG IN ('ALTER TABLE', 'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER SCHEMA', 'CREATE SCHEMA', 'CREATE EXTENSION', 'ALTER EXTENSION')
    EXECUTE FUNCTION pg2any.tell_ddl();
CREATE EVENT TRIGGER pg2any_drop ON sql_drop EXECUTE FUNCTION pg2any.tell_ddl();
ALTER EVENT TRIGGER pg2any_ddl ENABLE ALWAYS;
ALTER EVENT TRIGGER pg2any_drop ENABLE ALWAYS;
