package io.pg2any.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.destination.TableShape;
import io.pg2any.destination.TableShape.ShapeColumn;
import io.pg2any.event.TableId;
import io.pg2any.pipeline.ShapeComparison.Finding;
import io.pg2any.source.ShapeCatalog.Present;
import io.pg2any.source.ShapeCatalog.PresentColumn;

import static org.assertj.core.api.Assertions.assertThat;

/** What a row's columns, the target's and the catalog's tell together. Columns are written as {@code number name type}. */
class ShapeComparisonTest {

    private static final TableId TABLE = new TableId("public", "t");
    private static final long FILE = 1000;

    private static ShapeColumn column(String text) {
        String[] parts = text.split(" ");
        return new ShapeColumn(Integer.parseInt(parts[0]), parts[1], parts[2].hashCode(), -1, false, 1);
    }

    private static TableShape then(String... columns) {
        List<ShapeColumn> list = Arrays.stream(columns).map(ShapeComparisonTest::column).toList();
        return new TableShape(TABLE, 1, FILE, list.stream().mapToInt(ShapeColumn::number).max().orElseThrow(), list, List.of(1), List.of(1));
    }

    /** Columns of a row: {@code name type}, the first one being the key. */
    private static TableShape row(String... columns) {
        List<ShapeColumn> list = IntStream.range(0, columns.length).mapToObj(i -> column(i + 1 + " " + columns[i])).toList();
        return new TableShape(TABLE, 1, 0, list.size(), list, List.of(1), List.of(1));
    }

    private static Present now(long file, Set<Integer> dropped, String... columns) {
        return new Present(TABLE, false, file, Arrays.stream(columns).map(ShapeComparisonTest::column)
                .map(column -> new PresentColumn(column.number(), column.name(), column.typeOid(), -1, false, false, null, 1)).toList(), dropped);
    }

    private static Finding.Changed changed(ShapeComparison comparison) {
        assertThat(comparison.find()).isInstanceOf(Finding.Changed.class);
        return (Finding.Changed) comparison.find();
    }

    @Test
    void aRowOfTheFormerShapeIsTheSameAlthoughTheSourceHasGoneOn() {
        ShapeComparison behind = new ShapeComparison(then("1 id int", "2 a int"), row("id int", "a int"), now(FILE, Set.of(2), "1 id int", "3 b text"));
        assertThat(behind.find()).isInstanceOf(Finding.Same.class);
    }

    @Test
    void theSameNumberUnderAnotherNameIsARename() {
        Finding.Changed found = changed(new ShapeComparison(then("1 id int", "2 a int"), row("id int", "b int"), now(FILE, Set.of(), "1 id int", "2 b int")));
        assertThat(found.renamed()).isEqualTo(Map.of("a", "b"));
        assertThat(found.added()).isEmpty();
        assertThat(found.gone()).isEmpty();
    }

    @Test
    void anotherNumberIsADropAndAnAddition() {
        Finding.Changed found = changed(new ShapeComparison(then("1 id int", "2 a int"), row("id int", "b int"), now(FILE, Set.of(2), "1 id int", "3 b int")));
        assertThat(found.renamed()).isEmpty();
        assertThat(found.added()).extracting(PresentColumn::name).containsExactly("b");
        assertThat(found.gone()).extracting(ShapeColumn::name).containsExactly("a");
        assertThat(found.isAdditionOrDrop()).isTrue();
    }

    @Test
    void anotherTypeInTheSameFileKeepsTheValues() {
        TableShape then = then("1 id int", "2 a int");
        assertThat(changed(new ShapeComparison(then, row("id int", "a text"), now(FILE, Set.of(), "1 id int", "2 a text"))).rewritten()).isEmpty();
        Finding.Changed rewritten = changed(new ShapeComparison(then, row("id int", "a text"), now(FILE + 1, Set.of(), "1 id int", "2 a text")));
        assertThat(rewritten.rewritten()).containsExactly("a");
        assertThat(rewritten.retyped()).containsExactly("a");
    }

    @Test
    void aNameThatWasGivenTwiceIsNotKnown() {
        TableShape then = then("1 id int", "2 a int");
        assertThat(new ShapeComparison(then, row("id int", "a int"), now(FILE, Set.of(2), "1 id int", "3 a int")).find()).isInstanceOf(Finding.Unknown.class);
        assertThat(new ShapeComparison(then, row("id int", "a text"), now(FILE, Set.of(2), "1 id int", "3 a text")).find()).isInstanceOf(Finding.Unknown.class);
    }

    @Test
    void namesThatWereExchangedAreNotKnown() {
        ShapeComparison exchanged = new ShapeComparison(then("1 id int", "2 a int", "3 b int"), row("id int", "b int", "a int"),
                now(FILE, Set.of(), "1 id int", "2 b int", "3 a int"));
        assertThat(exchanged.find()).isInstanceOf(Finding.Unknown.class);
    }

    @Test
    void aRowBetweenTheTargetAndTheCatalogIsNotKnown() {
        ShapeComparison between = new ShapeComparison(then("1 id int", "2 a int"), row("id int", "b int"), now(FILE, Set.of(), "1 id int", "2 c int"));
        assertThat(between.find()).isInstanceOf(Finding.Unknown.class);
        ShapeComparison cameAndWent = new ShapeComparison(then("1 id int", "2 a int"), row("id int", "a int", "x int"),
                now(FILE, Set.of(3), "1 id int", "2 a int", "4 x int"));
        assertThat(cameAndWent.find()).isInstanceOf(Finding.Unknown.class);
    }

    @Test
    void anotherTableOfTheSameNameIsNotKnown() {
        TableShape other = new TableShape(TABLE, 2, 0, 2, row("id int", "a int").columns(), List.of(1), List.of(1));
        assertThat(new ShapeComparison(then("1 id int", "2 a int"), other, now(FILE, Set.of(), "1 id int", "2 a int")).find()).isInstanceOf(Finding.Unknown.class);
    }
}
