package io.pg2any.destination;

/** Makes the handlers of one kind of destination. Found through {@link java.util.ServiceLoader}. */
public interface DestinationProvider {

    /** The kind's name, as in {@code CDC_DEST_TYPE}: lower case, such as {@code mysql}. */
    String type();

    /** Whether URLs of this shape are its own, such as {@code mysql://…} and {@code jdbc:mysql:…}. */
    boolean accepts(String url);

    /**
     * A handler that is not connected yet.
     *
     * @throws io.pg2any.error.CdcException of kind configuration if the settings cannot be right
     */
    DestinationHandler create(DestinationSettings settings);
}
