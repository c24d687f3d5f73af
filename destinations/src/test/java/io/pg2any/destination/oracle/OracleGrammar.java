package io.pg2any.destination.oracle;

import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.apache.shardingsphere.sql.parser.autogen.OracleStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.OracleStatementParser;

/** The grammar of Oracle's SQL that Apache ShardingSphere has. */
final class OracleGrammar {

    private OracleGrammar() {}

    /** Throws an {@link AssertionError} that tells where a statement stops being one. */
    static void parse(String sql) {
        BaseErrorListener strict = new BaseErrorListener() {
            @Override
            public void syntaxError(Recognizer<?, ?> recognizer, Object symbol, int line, int column, String message, RecognitionException e) {
                throw new AssertionError("at " + column + ": " + message + "\n" + sql);
            }
        };
        OracleStatementLexer lexer = new OracleStatementLexer(CharStreams.fromString(sql));
        lexer.removeErrorListeners();
        lexer.addErrorListener(strict);
        OracleStatementParser parser = new OracleStatementParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(strict);
        parser.execute();
        if (parser.getCurrentToken().getType() != Token.EOF) {
            throw new AssertionError("it goes on behind its end with " + parser.getCurrentToken().getText() + "\n" + sql);
        }
    }
}
