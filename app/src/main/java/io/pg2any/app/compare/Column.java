package io.pg2any.app.compare;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A column of the source, with the one spelling that its values have whichever database they are read from. */
record Column(String name, Form form) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final String NULL = "NULL";

    /** How values are compared. */
    enum Form {
        BOOLEAN,
        NUMBER,
        /** A moment in UTC, or without a zone. */
        TIMESTAMP,
        /** As a tree: objects without order, numbers by value. */
        JSON,
        BYTES,
        TEXT
    }

    /** The columns of a table that is found on the source's search path. */
    static List<Column> of(Connection source, String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement select = source.prepareStatement(
                """
                SELECT attname, typname FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
                WHERE attrelid = quote_ident(?)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                """)) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    columns.add(new Column(row.getString(1), form(row.getString(2))));
                }
            }
        }
        return columns;
    }

    private static Form form(String type) {
        return switch (type) {
            case "bool" -> Form.BOOLEAN;
            case "int2", "int4", "int8", "numeric" -> Form.NUMBER;
            case "timestamp", "timestamptz" -> Form.TIMESTAMP;
            case "json", "jsonb" -> Form.JSON;
            case "bytea" -> Form.BYTES;
            default -> Form.TEXT;
        };
    }

    String canonical(ResultSet row, int index) throws SQLException {
        if (form == Form.BYTES) {
            byte[] bytes = row.getBytes(index);
            return bytes == null ? NULL : HexFormat.of().formatHex(bytes);
        }
        String text = row.getString(index);
        return text == null ? NULL : "=" + canonical(text);
    }

    private String canonical(String text) {
        return switch (form) {
            case BOOLEAN -> String.valueOf(text.equals("1") || text.startsWith("t"));
            case NUMBER -> plain(new BigDecimal(text));
            case TIMESTAMP -> text.replace('T', ' ').replaceFirst("(Z|\\+00(:00)?)$", "").replaceFirst("(\\.\\d*?)0+$", "$1").replaceFirst("\\.$", "");
            case JSON -> tree(JSON.readTree(text));
            case BYTES, TEXT -> text;
        };
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null || number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String tree(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), tree(member.getValue())));
            return members.toString();
        }
        if (node.isArray()) {
            return node.valueStream().map(Column::tree).collect(Collectors.joining(",", "[", "]"));
        }
        return node.isNumber() ? plain(node.decimalValue()) : node.toString();
    }
}
