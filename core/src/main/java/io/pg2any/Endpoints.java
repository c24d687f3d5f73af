package io.pg2any;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.destination.NameMapping;
import io.pg2any.error.CdcException;
import io.pg2any.projection.Projections;
import io.pg2any.source.SourceConnections;
import io.pg2any.source.SourceUrl;
import io.pg2any.source.StreamRequest;
import io.pg2any.source.TableSelection;

/** How settings reach the two ends of a stream: for the stream itself and for those who look at the ends beside it. Connects nothing by itself. */
public final class Endpoints {

    private Endpoints() {}

    /**
     * The source.
     *
     * @throws CdcException of kind configuration if the connection string is wrong
     */
    public static SourceConnections source(Config config) {
        Config.Login login = config.sourceLogin();
        SourceUrl url = SourceUrl.parse(config.sourceConnectionString()).withLogin(login.user(), login.password());
        return new SourceConnections(url, config.connectionTimeout());
    }

    /**
     * A handler of the destination that is not connected yet.
     *
     * @throws CdcException of kind configuration if no destination fits the connection string
     */
    public static DestinationHandler destination(Config config) {
        return provider(config).create(settings(config));
    }

    /** What is asked of the stream. */
    public static StreamRequest request(Config config) {
        return new StreamRequest(config.publicationName(), config.protocolVersion(), config.binaryFormat(), config.streaming(),
                config.twoPhase(), config.origins(), config.heartbeatInterval());
    }

    /** Which tables are chosen. */
    public static TableSelection selection(Config config) {
        return new TableSelection(config.tables());
    }

    /** Where tables go. */
    public static NameMapping mapping(Config config) {
        return new NameMapping(config.mapping());
    }

    /** What becomes of columns. */
    public static Projections projections(Config config) {
        return new Projections(config.columnRules());
    }

    static DestinationSettings settings(Config config) {
        return new DestinationSettings(config.destinationConnectionString(),
                config.destinationLogin().user().orElse(null), config.destinationLogin().password().orElse(null),
                config.connectionTimeout(), config.queryTimeout(), config.autoCreateTables(), Map.of());
    }

    static DestinationProvider provider(Config config) {
        return config.destination().orElseGet(() -> known(config));
    }

    private static DestinationProvider known(Config config) {
        List<DestinationProvider> all = ServiceLoader.load(DestinationProvider.class).stream().map(ServiceLoader.Provider::get).toList();
        String url = config.destinationConnectionString();
        return all.stream()
                .filter(provider -> config.destinationType().map(type -> type.equalsIgnoreCase(provider.type())).orElse(provider.accepts(url)))
                .findFirst()
                .orElseThrow(() -> CdcException.configuration("destination-unknown",
                        config.destinationType().map(type -> "There is no destination of type " + type + ".")
                                .orElse("No destination knows a connection string of this form."),
                        "There are: " + all.stream().map(DestinationProvider::type).sorted().collect(Collectors.joining(", ")) + "."));
    }
}
