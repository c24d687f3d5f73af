package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.pg2any.type.TypeForm;
import io.pg2any.type.TypeRegistry;

/** The binary forms of users' and extensions' types, from the source's catalog. Caches; one thread, that of the connection. */
public final class TypeForms implements TypeRegistry {

    private final Connection connection;
    private final Map<Integer, Optional<TypeForm>> known = new HashMap<>();

    public TypeForms(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<TypeForm> form(int typeOid) {
        return known.computeIfAbsent(typeOid, this::load);
    }

    private Optional<TypeForm> load(int typeOid) {
        try (PreparedStatement statement = connection.prepareStatement(TypeRegistry.QUERY)) {
            statement.setLong(1, Integer.toUnsignedLong(typeOid));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(TypeRegistry.of(row.getString(1), (int) row.getLong(2), row.getString(3))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw SourceErrors.of("reading the form of a type", e);
        }
    }
}
