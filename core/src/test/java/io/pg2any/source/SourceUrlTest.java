package io.pg2any.source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.pg2any.error.CdcException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SourceUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "postgresql://al%40ice:p%3Ass%2Bword%26%2F@db.example:6543/shop?sslmode=require",
        "postgres://al%40ice:p%3Ass%2Bword%26%2F@db.example:6543/shop?sslmode=require",
        "jdbc:postgresql://db.example:6543/shop?user=al%40ice&password=p%3Ass%2Bword%26%2F&sslmode=require",
        "Host=db.example;Port=6543;Database=shop;Username=al@ice;Password=p:ss+word&/;SSL Mode=require",
        "host=db.example port=6543 dbname=shop user=al@ice password=p:ss+word&/ sslmode=require",
    })
    void everyFormTellsTheSame(String text) {
        SourceUrl url = SourceUrl.parse(text);
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6543/shop");
        assertThat(url.properties()).containsEntry("user", "al@ice").containsEntry("password", "p:ss+word&/").containsEntry("sslmode", "require");
        assertThat(url.toString()).doesNotContain("ss+word").doesNotContain("ss%2B");
    }

    @Test
    void aJdbcUrlMayHoldUserAndPasswordAsOthersDo() {
        SourceUrl url = SourceUrl.parse("jdbc:postgresql://bob:geheim@h:5433/d");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5433/d");
        assertThat(url.properties()).containsEntry("user", "bob").containsEntry("password", "geheim");
    }

    @Test
    void aPlusInAPasswordStaysAPlus() {
        assertThat(SourceUrl.parse("postgresql://u:a+b@h/d").properties()).containsEntry("password", "a+b");
    }

    @Test
    void withoutDatabaseTheUsersNameIsTaken() {
        assertThat(SourceUrl.parse("postgresql://bob@h").jdbcUrl()).isEqualTo("jdbc:postgresql://h/bob");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://u:geheim@h/d", "postgresql://u:ge heim@h/d", "geheim", "postgresql://u:%zzgeheim@h/d",
        "postgresql://u:a/geheim@h/d", "postgresql://u:a?geheim@h/d", "postgresql://u:a#geheim@h/d", "postgresql://geheim:port/d"})
    void whatIsNoConnectionStringIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> SourceUrl.parse(text))
                .isInstanceOfSatisfying(CdcException.class, e -> {
                    assertThat(e.kind()).isEqualTo(CdcException.Kind.CONFIGURATION);
                    assertThat(e.explain()).doesNotContain("heim");
                });
    }
}
