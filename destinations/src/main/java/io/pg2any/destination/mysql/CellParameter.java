package io.pg2any.destination.mysql;

import java.io.IOException;

import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.Parameter;

import io.pg2any.event.Row;

/**
 * A cell as a parameter of the driver: the bytes of the row go into the driver's packet as they are. Aimed at cell after cell
 * and used again. A value is checked when it is aimed at, since a packet that is half written cannot be taken back.
 */
final class CellParameter implements Parameter {

    private static final byte[] NOTHING = {};

    private WireForm form = WireForm.TEXT;
    private boolean empty = true;
    private byte[] array = NOTHING;
    private int from;
    private int length;
    private long bits;

    /** NULL, of the type that the column's values have: a change of types would make the server prepare again. */
    void aimAtNull(WireForm as) {
        form = as;
        empty = true;
        array = NOTHING;
    }

    /** Makes it stand for the cell's bytes. */
    void aim(WireForm as, Row row, int cell) {
        aim(as, row, cell, 0);
    }

    /** Makes it stand for a number, or whatever the form says these bits are, that was read from the cell. */
    void aim(WireForm as, Row row, int cell, long value) {
        form = as;
        empty = false;
        array = row.array();
        from = row.start(cell);
        length = row.length(cell);
        bits = value;
    }

    /** Leaves blanks at the end of the text away. */
    void dropBlanks() {
        while (length > 0 && array[from + length - 1] == ' ') {
            length--;
        }
    }

    /** Becomes NULL and lets go of the row; the form stays. */
    void forget() {
        aimAtNull(form);
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    long bits() {
        return bits;
    }

    @Override
    public boolean isNull() {
        return empty;
    }

    @Override
    public int getBinaryEncodeType() {
        return form.code();
    }

    @Override
    public void encodeBinary(Writer writer, Context context) throws IOException {
        form.binary(writer, this);
    }

    @Override
    public void encodeText(Writer writer, Context context) throws IOException {
        writer.writeAscii(empty ? "NULL" : form.literal(this));
    }

    @Override
    public int getApproximateTextProtocolLength() {
        return empty ? 4 : 2 * length + 40;
    }

    @Override
    public boolean canEncodeLongData() {
        return false;
    }

    @Override
    public void encodeLongData(Writer writer) {
        throw new UnsupportedOperationException("values are sent with their statement");
    }

    @Override
    public byte[] encodeData() {
        throw new UnsupportedOperationException("values are sent with their statement");
    }

    /** For the driver's messages: never data of a row. */
    @Override
    public String bestEffortStringValue(Context context) {
        return "?";
    }
}
