package io.pg2any.destination.jdbc;

import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;

/** A statement that takes every parameter and does nothing with it: for looking whether an encoder has a value to give. */
final class Nowhere {

    static final PreparedStatement STATEMENT = (PreparedStatement) Proxy.newProxyInstance(Nowhere.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class}, (_, method, _) -> {
                if (method.getReturnType() != void.class) {
                    throw new UnsupportedOperationException(method.getName());
                }
                return null;
            });

    private Nowhere() {}
}
