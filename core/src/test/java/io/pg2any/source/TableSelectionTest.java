package io.pg2any.source;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.pg2any.event.TableId;

import static org.assertj.core.api.Assertions.assertThat;

class TableSelectionTest {

    @Test
    void withoutPatternsEverythingIsChosen() {
        TableSelection selection = new TableSelection(List.of());
        assertThat(selection.isEverything()).isTrue();
        assertThat(selection.test(new TableId("any", "thing"))).isTrue();
    }

    @Test
    void anExclusionWinsOverAnInclusionWhateverTheOrder() {
        TableSelection selection = new TableSelection(List.of("!public.audit*", "public.*"));
        assertThat(selection.test(new TableId("public", "orders"))).isTrue();
        assertThat(selection.test(new TableId("public", "audit_log"))).isFalse();
        assertThat(selection.test(new TableId("sales", "orders"))).isFalse();
    }

    @Test
    void onlyExclusionsChooseAllTheRest() {
        TableSelection selection = new TableSelection(List.of("!public.audit"));
        assertThat(selection.test(new TableId("sales", "orders"))).isTrue();
        assertThat(selection.test(new TableId("public", "audit"))).isFalse();
    }

    @Test
    void aNameWithoutSchemaIsOneOfPublic() {
        assertThat(new TableSelection(List.of("orders")).test(new TableId("public", "orders"))).isTrue();
        assertThat(new TableSelection(List.of("orders")).test(new TableId("sales", "orders"))).isFalse();
    }

    @Test
    void otherCharactersStandForThemselves() {
        TableSelection selection = new TableSelection(List.of("public.a.b?(x)"));
        assertThat(selection.test(new TableId("public", "a.b1(x)"))).isTrue();
        assertThat(selection.test(new TableId("public", "a_b1(x)"))).isFalse();
    }
}
