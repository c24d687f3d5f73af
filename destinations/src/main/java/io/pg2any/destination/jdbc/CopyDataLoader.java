package io.pg2any.destination.jdbc;

import java.sql.SQLException;
import java.util.function.Function;

import io.pg2any.destination.RawLoader;
import io.pg2any.error.CdcException;
import io.pg2any.event.Row;

/** Loads a chunk over a {@link CopyRoad}. */
final class CopyDataLoader implements RawLoader {

    private final CopyRoad road;
    private final Function<SQLException, CdcException> onError;

    CopyDataLoader(CopyRoad road, Function<SQLException, CdcException> onError) {
        this.road = road;
        this.onError = onError;
    }

    @Override
    public boolean binary() {
        return road.binary();
    }

    @Override
    public void addCopyData(byte[] array, int from, int to) {
        try {
            road.send(array, from, to);
        } catch (SQLException e) {
            throw onError.apply(e);
        }
    }

    @Override
    public void add(Row row) {
        throw new IllegalStateException("this loader takes COPY data");
    }

    @Override
    public void flush() {
        try {
            road.end();
        } catch (SQLException e) {
            throw onError.apply(e);
        }
    }

    @Override
    public void close() {
        try {
            road.close();
        } catch (SQLException e) {
            throw onError.apply(e);
        }
    }
}
