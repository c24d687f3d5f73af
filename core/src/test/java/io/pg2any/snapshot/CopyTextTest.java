package io.pg2any.snapshot;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.event.Row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CopyTextTest {

    private static Row parse(String line, int columns) {
        byte[] utf8 = ("\t" + line + "\t").getBytes(StandardCharsets.UTF_8); // what stands beside it is not its own
        return CopyText.parse(utf8, 1, utf8.length - 1, columns);
    }

    @Test
    void readsCellsNullsAndEmptyText() {
        Row row = parse("1\t\\N\t\tgrün\n", 4);
        assertThat(row.text(0)).isEqualTo("1");
        assertThat(row.isNull(1)).isTrue();
        assertThat(row.text(2)).isEmpty();
        assertThat(row.text(3)).isEqualTo("grün");
    }

    @Test
    void undoesEveryEscape() {
        assertThat(parse("\\b\\f\\n\\r\\t\\v\\\\\n", 1).text(0)).isEqualTo("\b\f\n\r\t\u000b\\");
    }

    @Test
    void aBackslashBeforeNIsNullOnlyAsAWholeCell() {
        assertThat(parse("\\\\N\t\\\\N x\n", 2).text(0)).isEqualTo("\\N");
        assertThat(parse("\\N\n", 1).isNull(0)).isTrue();
    }

    @Test
    void theWrongNumberOfCellsIsAnError() {
        assertThatThrownBy(() -> parse("1\t2\n", 3)).isInstanceOf(CdcException.class);
        assertThatThrownBy(() -> parse("1\t2\n", 1)).isInstanceOf(CdcException.class);
    }

    @Test
    void aRowWithoutColumnsIsEmpty() {
        assertThat(parse("\n", 0).size()).isZero();
    }
}
