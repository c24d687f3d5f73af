package io.pg2any.app.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "postgresql://u:s3cret@host:5432/db?sslmode=require", "postgresql://u:s3cret@x@y/z@host/db", "postgresql://u:s3cret/a@host/db",
        "jdbc:postgresql://host/db?user=u&password=s3cret", "Host=h;Username=u;Password=s3cret;Database=d", "host=h password=s3cret dbname=d",
        "jdbc:sqlserver://h:1433;user=u;password=s3cret;encrypt=true", "jdbc:sqlserver://h;password={a;s3cret};user=u", "Server=h;Password=\"a;s3cret\";User Id=u", "jdbc:oracle:thin:u/s3cret@//h:1521/x",
        "postgresql://host/db?sslpassword=s3cret&sslmode=verify-full"
    })
    void noPasswordOfAConnectionStringIsLeft(String url) {
        assertThat(Masked.value(Option.SOURCE, url)).doesNotContain("s3cret").contains("***").containsIgnoringCase("h");
    }

    @Test
    void whatIsNoSecretStays() {
        assertThat(Masked.value(Option.SOURCE, "postgresql://u@host:5432/db?sslmode=require")).isEqualTo("postgresql://u@host:5432/db?sslmode=require");
        assertThat(Masked.value(Option.DESTINATION, "sqlite:///a/b.db")).isEqualTo("sqlite:///a/b.db");
        assertThat(Masked.value(Option.SOURCE_PASSWORD, "s3cret")).isEqualTo("***");
        assertThat(Masked.value(Option.SLOT, "a")).isEqualTo("a");
    }
}
