package io.pg2any.destination;

/** A loader that takes the source's COPY data as they come, without anyone looking into them. Good for one COPY. */
public interface RawLoader extends TableLoader {

    /** Whether the data are to be in COPY's binary format; otherwise its text format. */
    boolean binary();

    /** Takes the next message of COPY data: {@code array[from, to)}. */
    void addCopyData(byte[] array, int from, int to);
}
