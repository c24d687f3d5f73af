package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.pg2any.type.BuiltinTypes;
import io.pg2any.type.PgType;

/** Resolves type OIDs, those of users and extensions through the catalog. Caches; one thread. */
public final class TypeCatalog {

    private static final String TYPE = """
            SELECT t.typtype, t.typcategory, t.typbasetype, t.typtypmod, t.typelem, format_type(t.oid, ?), t.typname, t.typdelim
            FROM pg_type t WHERE t.oid = ?::oid""";
    private static final String LABELS = "SELECT enumlabel FROM pg_enum WHERE enumtypid = ?::oid ORDER BY enumsortorder";

    private final Connection connection;
    /** By OID and modifier. */
    private final Map<Long, PgType> cache = new HashMap<>();

    public TypeCatalog(Connection connection) {
        this.connection = connection;
    }

    /** The type with this OID and modifier; one that no longer exists is text under a name made of its OID. */
    public PgType resolve(int oid, int modifier) throws SQLException {
        long key = (long) oid << Integer.SIZE | Integer.toUnsignedLong(modifier);
        PgType known = cache.get(key);
        if (known == null) {
            known = load(oid, modifier);
            cache.put(key, known);
        }
        return known;
    }

    private PgType load(int oid, int modifier) throws SQLException {
        long unsigned = Integer.toUnsignedLong(oid);
        String typtype;
        String category;
        String sqlName;
        String name;
        int baseOid;
        int baseModifier;
        int elementOid;
        String delimiter;
        try (PreparedStatement statement = connection.prepareStatement(TYPE)) {
            statement.setInt(1, modifier);
            statement.setLong(2, unsigned);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return new PgType.Other("type " + unsigned);
                }
                typtype = result.getString(1);
                category = result.getString(2);
                baseOid = (int) result.getLong(3);
                baseModifier = result.getInt(4);
                elementOid = (int) result.getLong(5);
                sqlName = result.getString(6);
                name = result.getString(7);
                delimiter = result.getString(8);
            }
        }
        if ("d".equals(typtype)) {
            return new PgType.Domain(sqlName, resolve(baseOid, baseModifier));
        }
        if ("e".equals(typtype)) {
            return new PgType.Enumeration(sqlName, labels(unsigned));
        }
        if ("A".equals(category) && elementOid != 0) {
            return new PgType.Array(sqlName, resolve(elementOid, modifier), delimiter.charAt(0));
        }
        return "citext".equals(name) ? new PgType.Text(sqlName) : BuiltinTypes.of(oid, modifier, sqlName);
    }

    private List<String> labels(long oid) throws SQLException {
        List<String> labels = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LABELS)) {
            statement.setLong(1, oid);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    labels.add(result.getString(1));
                }
            }
        }
        return labels;
    }
}
