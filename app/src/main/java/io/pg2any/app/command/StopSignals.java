package io.pg2any.app.command;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

import io.pg2any.error.CdcException;

/**
 * SIGINT and SIGTERM: the first asks for a clean end, the second ends the process at once. A shutdown hook cannot tell them
 * apart and decides no exit code. Java has no public class for it; {@code sun.misc.Signal} of the module jdk.unsupported is what there
 * is, and the compiler's warning about it cannot be silenced, so it is reached by reflection.
 */
public final class StopSignals {

    private static final int INTERRUPTED_BY_SIGNAL = 130;

    private StopSignals() {}

    /** Calls {@code firstTime} on a thread of its own at the first signal. */
    public static void listen(Runnable firstTime) {
        AtomicInteger signals = new AtomicInteger();
        Runnable onSignal = () -> {
            if (signals.incrementAndGet() == 1) {
                firstTime.run();
            } else {
                Runtime.getRuntime().halt(INTERRUPTED_BY_SIGNAL);
            }
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method handle = signal.getMethod("handle", signal, handler);
            Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    onSignal.run();
                }
                return null;
            });
            for (String name : new String[] {"INT", "TERM"}) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            }
        } catch (ReflectiveOperationException e) {
            throw CdcException.internal("signals", "This Java runtime does not let signals be handled.", e);
        }
    }
}
