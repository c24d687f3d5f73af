package io.pg2any.app.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.pg2any.event.Row;
import io.pg2any.type.PgType;
import io.pg2any.type.PgType.Simple;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts that mean the same are spelled the same, and no others. */
class CanonicalFormTest {

    private static PgType type(String name) {
        return switch (name) {
            case "boolean" -> Simple.BOOLEAN;
            case "numeric" -> new PgType.Numeric("numeric", 10, 2);
            case "double" -> Simple.DOUBLE;
            case "timestamp" -> new PgType.Timestamp("timestamp", 6, true);
            case "uuid" -> Simple.UUID;
            case "jsonb" -> Simple.JSONB;
            case "char" -> new PgType.Char("character(8)", 8);
            case "text" -> new PgType.Text("text");
            case "text[]" -> new PgType.Array("text[]", new PgType.Text("text"));
            default -> new PgType.Array("float8[]", Simple.DOUBLE);
        };
    }

    private static byte[] spelled(String type, String text) {
        Bytes out = new Bytes();
        CanonicalForm.of(type(type)).append(Row.ofText(text), 0, out);
        return Arrays.copyOf(out.array(), out.length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '#', value = {
        "boolean; t; 1", "numeric; 1.50; 1.5", "numeric; -0.00; 0", "numeric; 1.5e3; 1500", "numeric; .5; 0.5", "numeric; 007; 7", "double; 1e2; 100", "double; -0; 0",
        "double; Infinity; inf", "double; NaN; nan", "timestamp; 2024-02-01 10:00:00.120+00; 2024-02-01T10:00:00.12Z", "timestamp; 0044-03-15 12:00:00+00 BC; 0044-03-15 12:00:00 BC",
        "uuid; A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11; a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "jsonb; {\"a\": 1.50, \"b\": [1]}; {\"b\":[1.0],\"a\":1.5}", "char; #ab  #; ab",
        "text[]; {a,NULL,\"b c\"}; {\"a\",NULL,\"b c\"}", "text[]; {\"a\\\"b\\\\c\"}; {\"a\\\"\\b\\\\c\"}", "double[]; {1.50,Infinity,{2}}; {1.5,inf,{2.0}}", "double[]; [2:3]={1,2}; [2:3]={1.0,2.0}"
    })
    void textsOfTheSameValueAreSpelledAlike(String type, String one, String other) {
        assertThat(spelled(type, one)).isEqualTo(spelled(type, other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '#', value = {
        "numeric; 1.5; 15", "numeric; 1; -1", "numeric; 100; 10", "numeric; NaN; 0", "double; 1; not a number", "timestamp; 2024-02-01 10:00:00.12; 2024-02-01 10:00:00.1200001",
        "jsonb; {\"a\": 1}; {\"a\": \"1\"}", "jsonb; [1, 2]; [2, 1]", "text; a; #a #", "text; 1.50; 1.5", "text[]; {a,b}; {\"a,b\"}", "text[]; {NULL}; {\"NULL\"}", "text[]; {}; {\"\"}",
        "text[]; {{a},{b}}; {{a,b}}", "double[]; {1,2}; [0:1]={1,2}", "double[]; {1}; {x}"
    })
    void otherValuesAreSpelledOtherwise(String type, String one, String other) {
        assertThat(new String(spelled(type, one), StandardCharsets.UTF_8)).isNotEqualTo(new String(spelled(type, other), StandardCharsets.UTF_8));
    }
}
