package io.pg2any.destination;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.pg2any.error.CdcException;
import io.pg2any.event.TableId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NameMappingTest {

    @Test
    void publicGoesToTheUrlsOwnAndOthersKeepTheirName() {
        NameMapping mapping = new NameMapping(Map.of());
        assertThat(mapping.target(new TableId("public", "orders"))).isEqualTo(new TargetName("", "orders"));
        assertThat(mapping.target(new TableId("sales", "orders"))).isEqualTo(new TargetName("sales", "orders"));
    }

    @Test
    void aSchemaIsMappedWithAllItsTables() {
        assertThat(new NameMapping(Map.of("public", "shop")).target(new TableId("public", "orders"))).isEqualTo(new TargetName("shop", "orders"));
    }

    @Test
    void theFirstRuleThatFitsCounts() {
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("sales.orders", "archive.old_orders");
        rules.put("sales.*", "shop.sales_*");
        NameMapping mapping = new NameMapping(rules);
        assertThat(mapping.target(new TableId("sales", "orders"))).isEqualTo(new TargetName("archive", "old_orders"));
        assertThat(mapping.target(new TableId("sales", "items"))).isEqualTo(new TargetName("shop", "sales_items"));
    }

    @Test
    void twoTablesOnOneNameAreRefused() {
        NameMapping mapping = new NameMapping(Map.of("sales", "shop", "public", "shop"));
        assertThatThrownBy(() -> mapping.requireDistinct(List.of(new TableId("sales", "t"), new TableId("public", "t"))))
                .isInstanceOf(CdcException.class).hasMessageContaining("sales.t").hasMessageContaining("public.t");
    }

    @Test
    void aRuleThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new NameMapping(Map.of("a.b", "c.*"))).isInstanceOf(CdcException.class);
        assertThatThrownBy(() -> new NameMapping(Map.of("a.*b*", "c.*"))).isInstanceOf(CdcException.class);
    }
}
