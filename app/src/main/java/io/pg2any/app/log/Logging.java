package io.pg2any.app.log;

import java.io.OutputStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;

/** Sets logging up in code: a file of logback's own would cost start-up time and could be found twice. */
public final class Logging {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %msg%n%ex{short}";
    /** With the place, for those who look for a cause. */
    private static final String DEBUG_PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{0} %msg%n%ex{full}";

    private Logging() {}

    /** Writes log lines of {@code level} and above to {@code out}; replaces what was set up before. */
    public static void start(LogLevel level, LogFormat format, OutputStream out) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        boolean debug = level == LogLevel.DEBUG || level == LogLevel.TRACE;
        EncoderBase<ILoggingEvent> encoder = format == LogFormat.JSON ? json() : text(debug);
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = appender(encoder, out);
        appender.setContext(context);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        context.getLogger("io.pg2any").setLevel(Level.toLevel(level.name()));
    }

    /** Changes the level while running. */
    public static void level(LogLevel level) {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.pg2any").setLevel(Level.toLevel(level.name()));
    }

    private static OutputStreamAppender<ILoggingEvent> appender(Encoder<ILoggingEvent> encoder, OutputStream out) {
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        return appender;
    }

    private static EncoderBase<ILoggingEvent> text(boolean debug) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(debug ? DEBUG_PATTERN : PATTERN);
        return encoder;
    }

    private static EncoderBase<ILoggingEvent> json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithArguments(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithContext(false);
        encoder.setWithNanoseconds(false);
        return encoder;
    }
}
