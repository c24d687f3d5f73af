package io.pg2any.destination.jsonl;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

import io.pg2any.destination.DestinationHandler;
import io.pg2any.destination.DestinationProvider;
import io.pg2any.destination.DestinationSettings;
import io.pg2any.error.CdcException;

/** Folders of JSON lines: {@code jsonl:///absolute/folder}, {@code jsonl://relative/folder?max_file_mb=64}. */
public final class JsonLinesProvider implements DestinationProvider {

    private static final String SCHEME = "jsonl://";
    private static final String OPTION = "max_file_mb=";
    private static final long MAX_FILE_MB = 256;
    private static final String EXAMPLE = "It looks like jsonl:///absolute/folder or jsonl:///absolute/folder?max_file_mb=64.";

    @Override
    public String type() {
        return "jsonl";
    }

    @Override
    public boolean accepts(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    @Override
    public DestinationHandler create(DestinationSettings settings) {
        String rest = settings.url().substring(SCHEME.length());
        int question = rest.indexOf('?');
        String folder = question < 0 ? rest : rest.substring(0, question);
        String option = question < 0 ? "" : rest.substring(question + 1);
        if (folder.isBlank() || !option.isEmpty() && !option.matches(OPTION + "[1-9][0-9]{0,5}")) {
            throw CdcException.configuration("destination-url", "The destination's URL names no folder, or has an option that cannot be.", EXAMPLE);
        }
        long megabytes = option.isEmpty() ? MAX_FILE_MB : Long.parseLong(option.substring(OPTION.length()));
        try {
            return new JsonLinesDestination(Path.of(folder).toAbsolutePath(), megabytes << 20);
        } catch (InvalidPathException e) {
            throw CdcException.configuration("destination-url", "The destination's URL names no folder that can exist.", EXAMPLE);
        }
    }
}
