package io.pg2any.app.check;

import java.util.List;
import java.util.Optional;

import io.pg2any.Config;
import io.pg2any.Endpoints;
import io.pg2any.destination.StreamIdentity;
import io.pg2any.destination.TableSchema;
import io.pg2any.error.CdcException;
import io.pg2any.source.SourceConnections;

/** Looks at both sides of a stream as a run with these settings would find them, and tells all at once. */
public final class Check {

    private final Config config;
    private final Findings findings = new Findings();

    private Check(Config config) {
        this.config = config;
    }

    /** Everything that is to be said; a side that cannot be reached does not keep the other one from being looked at. */
    public static Findings of(Config config) {
        Check check = new Check(config);
        check.run();
        return check.findings;
    }

    private void run() {
        List<TableSchema> tables = List.of();
        Optional<StreamIdentity> identity = Optional.empty();
        boolean slotThere = false;
        try {
            SourceConnections source = Endpoints.source(config);
            SourceCheck check = new SourceCheck(config, source, findings);
            check.run();
            tables = check.schemas();
            identity = check.identity();
            slotThere = check.slotThere();
        } catch (CdcException e) {
            findings.failed(Findings.Group.SOURCE, "connection", e);
        }
        new DestinationCheck(config, findings).run(tables, identity, slotThere);
    }
}
