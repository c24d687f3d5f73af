package io.pg2any.destination;

/**
 * A source transaction whose changes are handed out before its commit is known, to be written in a target transaction of their own. Shared
 * by the thread that reads, which alone learns of the commit, and the one that applies: either may give it up until the commit was handed
 * out, and then the transaction is handed out once more as a whole.
 */
public final class HeadStart {

    private enum State {
        RUNNING,
        GIVEN_UP,
        COMMITTED
    }

    private State state = State.RUNNING;

    /** Ends it; false if its commit was handed out already, and whoever applies has to bring it to an end. */
    public synchronized boolean giveUp() {
        if (state == State.RUNNING) {
            state = State.GIVEN_UP;
        }
        return state == State.GIVEN_UP;
    }

    /** The source has committed; false if it was given up before, and the transaction has to be handed out as a whole. */
    public synchronized boolean commit() {
        if (state == State.RUNNING) {
            state = State.COMMITTED;
        }
        return state == State.COMMITTED;
    }

    public synchronized boolean isGivenUp() {
        return state == State.GIVEN_UP;
    }
}
