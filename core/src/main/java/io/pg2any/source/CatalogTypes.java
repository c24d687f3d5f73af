package io.pg2any.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.pg2any.type.TypeForm;
import io.pg2any.type.TypeRegistry;

/** Knows the binary forms of users' types through the source's catalog, over a connection of its own. One thread. */
public final class CatalogTypes implements TypeRegistry, AutoCloseable {

    private final SourceConnections source;
    private @Nullable Connection connection;

    /** Connects when the first type is asked for. */
    public CatalogTypes(SourceConnections source) {
        this.source = source;
    }

    @Override
    public Optional<TypeForm> form(int typeOid) {
        try (PreparedStatement statement = connection().prepareStatement(QUERY)) {
            statement.setString(1, Integer.toUnsignedString(typeOid));
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(TypeRegistry.of(result.getString(1), (int) result.getLong(2), result.getString(3)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw SourceErrors.of("looking up the type " + Integer.toUnsignedString(typeOid), e);
        }
    }

    private Connection connection() {
        Connection open = connection;
        if (open == null) {
            open = source.open();
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        if (open != null) {
            SourceConnections.closeQuietly(open);
        }
    }
}
