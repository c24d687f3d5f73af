package io.pg2any.destination.oracle;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.pg2any.destination.jdbc.Encoder;
import io.pg2any.destination.jdbc.Encoders;
import io.pg2any.destination.jdbc.Hex;
import io.pg2any.destination.jdbc.Nearest;
import io.pg2any.destination.jdbc.UnfitValue;
import io.pg2any.event.Row;

/**
 * Texts and bytes, of which an empty one is NULL to Oracle.
 *
 * <p>What is short goes with the row, in one array with that of other rows. What is long goes ahead as a temporary large object, which the
 * driver frees, and the row holds its locator: a text that follows others in the row itself would end the batch.
 *
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/Nulls.html">Oracle, SQL Language Reference: Nulls</a>
 * @see <a href="https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/LOBs-and-BFiles.html">Oracle, JDBC Developer's Guide: Data
 *     Interface for LOBs</a>
 */
sealed interface EmptiableEncoder extends Encoder {

    /** Whether NULL cannot be stored. */
    boolean required();

    boolean isEmpty(Row row, int cell);

    void setFull(PreparedStatement statement, int index, Row row, int cell) throws SQLException;

    @Override
    default void set(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
        if (!isEmpty(row, cell)) {
            setFull(statement, index, row, cell);
        } else if (required()) {
            throw new UnfitValue("an empty value, which Oracle takes for NULL");
        } else {
            setNull(statement, index);
        }
    }

    /**
     * Text.
     *
     * @param limit the most that the column holds; {@link Long#MAX_VALUE}: it is a large object
     * @param inBytes whether the limit counts bytes of the database's character set
     * @param cuts whether the beginning of a value is near to it
     */
    record Text(CharacterSet characters, long limit, boolean inBytes, boolean required, boolean cuts) implements EmptiableEncoder {

        /** What the driver sends with a row is up to 32,766 characters long. */
        private static final int LONGEST_INSIDE = 32_000;

        @Override
        public boolean isEmpty(Row row, int cell) {
            return row.length(cell) == 0;
        }

        @Override
        public void setFull(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            String text = text(row, cell);
            if (text.length() > LONGEST_INSIDE) {
                statement.setClob(index, new StringReader(text));
            } else {
                statement.setString(index, text);
            }
        }

        private String text(Row row, int cell) {
            String text = Encoders.text(row, cell);
            if (!characters.holds(text)) {
                throw new UnfitValue("a text with characters that the database's character set " + characters.name() + " does not have");
            }
            if (row.length(cell) > limit / 2) { // no set takes twice the bytes of UTF-8
                requireLength(text);
            }
            return text;
        }

        private void requireLength(String text) {
            ToIntFunction<String> size = inBytes ? characters::bytes : characters::characters;
            int length = size.applyAsInt(text);
            if (length > limit) {
                String reason = "a text of " + length + (inBytes ? " bytes" : " characters");
                throw cuts ? new UnfitValue(reason, Nearest.beginning(text, limit, size)) : new UnfitValue(reason);
            }
        }

        @Override
        public void setToMatch(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            boolean empty = row.isNull(cell) || isEmpty(row, cell);
            if (limit != Long.MAX_VALUE) {
                EmptiableEncoder.super.setToMatch(statement, index, row, cell);
            } else if (empty) {
                statement.setNull(index, Types.CLOB);
            } else {
                statement.setClob(index, new StringReader(text(row, cell)));
            }
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.VARCHAR);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            String text = result.getString(index);
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Bytes.
     *
     * @param limit the most that the column holds; {@link Long#MAX_VALUE}: it is a large object
     */
    record Bytes(long limit, boolean required) implements EmptiableEncoder {

        /** What every version of driver and database sends with a row. */
        private static final int LONGEST_INSIDE = 2000;
        private static final int NO_BYTES = 2;

        @Override
        public boolean isEmpty(Row row, int cell) {
            return row.length(cell) == NO_BYTES;
        }

        @Override
        public void setFull(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            byte[] bytes = bytes(row, cell);
            if (bytes.length > LONGEST_INSIDE && limit == Long.MAX_VALUE) {
                statement.setBlob(index, new ByteArrayInputStream(bytes));
            } else {
                statement.setBytes(index, bytes);
            }
        }

        private byte[] bytes(Row row, int cell) {
            Hex.requireHex(row.array(), row.start(cell), row.length(cell));
            int length = row.length(cell) / 2 - 1;
            if (length > limit) {
                throw UnfitValue.tooLong(length + " bytes", Nearest.beginning(row, cell, limit));
            }
            return Encoders.bytes(row, cell);
        }

        @Override
        public void setToMatch(PreparedStatement statement, int index, Row row, int cell) throws SQLException {
            boolean empty = row.isNull(cell) || isEmpty(row, cell);
            if (limit != Long.MAX_VALUE) {
                EmptiableEncoder.super.setToMatch(statement, index, row, cell);
            } else if (empty) {
                statement.setNull(index, Types.BLOB);
            } else {
                statement.setBlob(index, new ByteArrayInputStream(bytes(row, cell)));
            }
        }

        @Override
        public void setNull(PreparedStatement statement, int index) throws SQLException {
            statement.setNull(index, Types.VARBINARY);
        }

        @Override
        public byte @Nullable [] read(ResultSet result, int index) throws SQLException {
            byte[] bytes = result.getBytes(index);
            return bytes == null || bytes.length == 0 ? null : Hex.encode(bytes);
        }
    }
}
