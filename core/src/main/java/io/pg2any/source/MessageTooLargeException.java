package io.pg2any.source;

/** A message does not fit into memory. Known of it are its size and as much of its beginning as had arrived. */
final class MessageTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int size;
    @SuppressWarnings("serial") // never serialized
    private final byte[] beginning;

    @SuppressWarnings("ArrayParameterNotCopied")
    MessageTooLargeException(int size, byte[] beginning) {
        super("a message of " + size + " bytes");
        this.size = size;
        this.beginning = beginning;
    }

    int size() {
        return size;
    }

    byte[] beginning() {
        return beginning;
    }
}
