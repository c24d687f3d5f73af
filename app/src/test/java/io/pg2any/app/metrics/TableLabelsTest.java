package io.pg2any.app.metrics;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.pg2any.event.TableId;

import static org.assertj.core.api.Assertions.assertThat;

class TableLabelsTest {

    private static TableId id(String name) {
        return new TableId("public", name);
    }

    @Test
    void theBusiestTablesHaveSeriesOfTheirOwnAndKeepThem() {
        TableLabels labels = new TableLabels(2);
        labels.admit(List.of(Numbers.table("idle", 0), Numbers.table("a", 1), Numbers.table("b", 5), Numbers.table("c", 3)));
        assertThat(labels.of(id("b"))).isEqualTo("public.b");
        assertThat(labels.of(id("c"))).isEqualTo("public.c");
        assertThat(labels.of(id("a"))).isEqualTo("other");
        labels.admit(List.of(Numbers.table("a", 1000)));
        assertThat(labels.of(id("a"))).as("a series that is there does not move").isEqualTo("other");
        assertThat(labels.of(id("c"))).isEqualTo("public.c");
    }

    @Test
    void thousandsOfTablesAreAHundredSeriesAndOneForTheRestAndTheSumIsKept() {
        Numbers numbers = new Numbers();
        numbers.tables = IntStream.range(0, 3000).mapToObj(i -> Numbers.table("t" + i, 2)).toList();
        List<String> series = Numbers.samples(numbers.page()).stream().filter(sample -> sample.startsWith("pg2any_applied_changes_total{kind=\"insert\"")).toList();
        assertThat(series).hasSize(101);
        assertThat(series.stream().mapToDouble(sample -> Double.parseDouble(sample.substring(sample.lastIndexOf(' ')))).sum()).isEqualTo(6000);
    }
}
