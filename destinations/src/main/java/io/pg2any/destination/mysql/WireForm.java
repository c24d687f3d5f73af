package io.pg2any.destination.mysql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.mariadb.jdbc.client.DataType;
import org.mariadb.jdbc.client.socket.Writer;

import io.pg2any.destination.jdbc.Hex;

/**
 * The forms in which values are sent as parameters of a prepared statement.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html">MySQL, Binary Protocol
 *     Value</a>
 */
enum WireForm {
    /** Eight bytes of {@code bits}. */
    INTEGER(DataType.BIGINT) {
        @Override
        void binary(Writer writer, CellParameter value) throws IOException {
            writer.writeLong(value.bits());
        }

        @Override
        String literal(CellParameter value) {
            return Long.toString(value.bits());
        }

        @Override
        void loaded(LoadText text, CellParameter value) {
            text.addAscii(Long.toString(value.bits())); // not the cell's bytes, which may be t or f
        }
    },
    /** Eight bytes of {@code bits}, which are the number's own. */
    DOUBLE(DataType.DOUBLE) {
        @Override
        void binary(Writer writer, CellParameter value) throws IOException {
            writer.writeLong(value.bits());
        }

        @Override
        String literal(CellParameter value) {
            String text = Double.toString(Double.longBitsToDouble(value.bits()));
            return text.indexOf('E') < 0 ? text + "E0" : text; // without an exponent it would be a DECIMAL
        }

        @Override
        void loaded(LoadText text, CellParameter value) {
            text.addAscii(Double.toString(Double.longBitsToDouble(value.bits())));
        }
    },
    /** The digits as text. */
    DECIMAL(DataType.DECIMAL) {
        @Override
        void binary(Writer writer, CellParameter value) throws IOException {
            writer.writeLength(value.length());
            writer.writeBytes(value.array(), value.from(), value.length());
        }

        @Override
        String literal(CellParameter value) {
            return new String(value.array(), value.from(), value.length(), StandardCharsets.US_ASCII);
        }

        @Override
        void loaded(LoadText text, CellParameter value) {
            text.addPlain(value.array(), value.from(), value.length());
        }
    },
    /** UTF-8. */
    TEXT(DataType.VARSTRING) {
        @Override
        void binary(Writer writer, CellParameter value) throws IOException {
            writer.writeLength(value.length());
            writer.writeBytes(value.array(), value.from(), value.length());
        }

        @Override
        String literal(CellParameter value) {
            StringBuilder hex = new StringBuilder(value.length() * 2 + 12).append("_utf8mb4 x'");
            for (int i = value.from(); i < value.from() + value.length(); i++) {
                hex.append(Character.forDigit(value.array()[i] >> 4 & 15, 16)).append(Character.forDigit(value.array()[i] & 15, 16));
            }
            return hex.append('\'').toString();
        }

        @Override
        void loaded(LoadText text, CellParameter value) {
            text.addEscaped(value.array(), value.from(), value.length());
        }
    },
    /** The bytes that PostgreSQL's hex form stands for. */
    BYTES(DataType.BLOB) {
        @Override
        void binary(Writer writer, CellParameter value) throws IOException {
            writer.writeLength(value.length() / 2 - 1L);
            byte[] decoded = new byte[Math.min(CHUNK, value.length() / 2)];
            int end = value.from() + value.length();
            for (int at = value.from() + 2; at < end; at += 2 * decoded.length) {
                int bytes = Math.min(decoded.length, (end - at) / 2);
                Hex.decode(value.array(), at, bytes, decoded);
                writer.writeBytes(decoded, 0, bytes);
            }
        }

        @Override
        String literal(CellParameter value) {
            return "x'" + new String(value.array(), value.from() + 2, value.length() - 2, StandardCharsets.US_ASCII) + "'";
        }

        @Override
        void loaded(LoadText text, CellParameter value) {
            byte[] decoded = new byte[Math.min(CHUNK, value.length() / 2)];
            int end = value.from() + value.length();
            for (int at = value.from() + 2; at < end; at += 2 * decoded.length) {
                int bytes = Math.min(decoded.length, (end - at) / 2);
                Hex.decode(value.array(), at, bytes, decoded);
                text.addEscaped(decoded, 0, bytes);
            }
        }
    },
    /** A {@link Moment} without its time of day. */
    DATE(DataType.DATE) {
        @Override
        void binary(Writer writer, CellParameter value) throws IOException {
            writer.writeByte(4);
            writeDay(writer, value.bits());
        }

        @Override
        String literal(CellParameter value) {
            return "DATE'" + day(value.bits()) + "'";
        }

        @Override
        void loaded(LoadText text, CellParameter value) {
            addWithoutZone(text, value);
        }
    },
    /** The time of day of a {@link Moment}, 24:00:00 included. */
    TIME(DataType.TIME) {
        @Override
        void binary(Writer writer, CellParameter value) throws IOException {
            long moment = value.bits();
            int micros = Moment.micros(moment);
            writer.writeByte(micros == 0 ? 8 : 12);
            writer.writeByte(0);
            writer.writeInt(Moment.hour(moment) / 24);
            writer.writeByte(Moment.hour(moment) % 24);
            writer.writeByte(Moment.minute(moment));
            writer.writeByte(Moment.second(moment));
            if (micros != 0) {
                writer.writeInt(micros);
            }
        }

        @Override
        String literal(CellParameter value) {
            return "TIME'" + timeOfDay(value.bits()) + "'";
        }

        @Override
        void loaded(LoadText text, CellParameter value) {
            addWithoutZone(text, value);
        }
    },
    /** A {@link Moment}. */
    DATETIME(DataType.DATETIME) {
        @Override
        void binary(Writer writer, CellParameter value) throws IOException {
            long moment = value.bits();
            int micros = Moment.micros(moment);
            writer.writeByte(micros == 0 ? 7 : 11);
            writeDay(writer, moment);
            writer.writeByte(Moment.hour(moment));
            writer.writeByte(Moment.minute(moment));
            writer.writeByte(Moment.second(moment));
            if (micros != 0) {
                writer.writeInt(micros);
            }
        }

        @Override
        String literal(CellParameter value) {
            return "TIMESTAMP'" + day(value.bits()) + " " + timeOfDay(value.bits()) + "'";
        }

        @Override
        void loaded(LoadText text, CellParameter value) {
            addWithoutZone(text, value);
        }
    };

    private static final int CHUNK = 8192;

    private final int code;

    WireForm(DataType type) {
        this.code = type.get();
    }

    /** The type's number in the protocol. */
    int code() {
        return code;
    }

    /** Writes the value as the binary protocol wants it. */
    abstract void binary(Writer writer, CellParameter value) throws IOException;

    /** The value in SQL, for the rare statement that the server cannot prepare. */
    abstract String literal(CellParameter value);

    /** Writes the value as LOAD DATA wants it. */
    abstract void loaded(LoadText text, CellParameter value);

    /** PostgreSQL's text but for the {@code +00} of UTC, which the server would take for a conversion. */
    private static void addWithoutZone(LoadText text, CellParameter value) {
        int end = value.from() + value.length();
        boolean zoned = value.length() > 3 && value.array()[end - 3] == '+';
        text.addPlain(value.array(), value.from(), zoned ? value.length() - 3 : value.length());
    }

    private static void writeDay(Writer writer, long moment) throws IOException {
        writer.writeShort((short) Moment.year(moment));
        writer.writeByte(Moment.month(moment));
        writer.writeByte(Moment.day(moment));
    }

    private static String day(long moment) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", Moment.year(moment), Moment.month(moment), Moment.day(moment));
    }

    private static String timeOfDay(long moment) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d.%06d", Moment.hour(moment), Moment.minute(moment), Moment.second(moment),
                Moment.micros(moment));
    }
}
