package io.pg2any.destination.mysql;

import java.util.ArrayList;
import java.util.List;

/** The parameters of all statements of a connection: the n-th of each is the same object. */
final class ParameterPool {

    private final List<CellParameter> parameters = new ArrayList<>();

    CellParameter at(int index) {
        while (parameters.size() <= index) {
            parameters.add(new CellParameter());
        }
        return parameters.get(index);
    }

    /** Lets go of the rows whose values the parameters stood for. */
    void forgetRows() {
        for (CellParameter parameter : parameters) {
            parameter.forget();
        }
    }
}
