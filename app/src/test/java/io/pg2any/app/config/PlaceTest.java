package io.pg2any.app.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlaceTest {

    @Test
    void hostAndDatabaseAreShown() {
        assertThat(Place.of("postgresql://user:S3CRET@db.example:5432/shop?sslmode=require")).isEqualTo("postgresql://db.example:5432/shop");
        assertThat(Place.of("jdbc:mysql://db/shop?user=u&password=S3CRET")).isEqualTo("jdbc:mysql://db/shop");
        assertThat(Place.of("sqlite:///data/shop.db")).isEqualTo("sqlite:///data/shop.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "postgresql://u:S3CRET@h/d", "postgresql://u:a@S3CRET@h/d", "postgresql://u:a?S3CRET@h/d", "postgresql://u:a/S3CRET@h/d", "postgresql://u:a;S3CRET@h/d",
        "mysql://h/d?password=S3CRET", "mysql://h/d?password=a@S3CRET", "jdbc:sqlserver://h;databaseName=d;user=u;password=S3CRET",
        "jdbc:sqlserver://h;user=u;password=x@S3CRET", "Host=h;Password=S3CRET", "host=h password=S3CRET", "jdbc:oracle:thin:u/S3CRET@h", "u:S3CRET://x", "S3CRET"})
    void noFormShowsItsSecret(String url) {
        assertThat(Place.of(url)).doesNotContain("S3CRET");
    }
}
