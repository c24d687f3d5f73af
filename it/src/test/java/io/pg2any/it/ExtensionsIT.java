package io.pg2any.it;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;

import io.pg2any.it.harness.EachTarget;
import io.pg2any.it.harness.EveryWay;
import io.pg2any.it.harness.PostgresServer;
import io.pg2any.it.harness.Scenario;
import io.pg2any.it.harness.TargetKind;

/** Types of extensions that the embedded servers do not have, where the machine has a PostgreSQL with them. */
class ExtensionsIT {

    private static final Map<Path, PostgresServer> SERVERS = new HashMap<>();

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(PostgresServer::close);
    }

    /** With a source of its own, on a server that has the extension. */
    private static void play(TargetKind kind, String extension, Consumer<Scenario> scenario) {
        Optional<Path> programs = PostgresServer.installedWith(extension);
        if (programs.isEmpty()) {
            System.out.println("SKIPPED: no PostgreSQL on this machine has the extension " + extension + ", its types are not tested");
        }
        Assumptions.assumeTrue(programs.isPresent(), "no PostgreSQL with " + extension);
        try (Scenario it = new Scenario(kind, SERVERS.computeIfAbsent(programs.get(), PostgresServer::startInstalled))) {
            it.source("CREATE EXTENSION " + extension);
            scenario.accept(it);
        }
    }

    @EachTarget
    void shapesOfPostgis(Scenario other) {
        String[] shapes = {
            "POINT(1 2)", "SRID=4326;POINT(-71.064544 42.28787)", "POINT Z (1 2 3)", "SRID=4326;POINT M (1 2 3)", "SRID=3857;POINT ZM (1 2 3 4)", "POINT EMPTY", "LINESTRING(0 0, 0.1 1e100, -1.5 -0)",
            "POLYGON((0 0, 10 0, 10 10, 0 10, 0 0), (1 1, 2 1, 2 2, 1 1))", "SRID=4326;POLYGON Z EMPTY", "MULTIPOINT(1 2, 3 4)", "GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1), GEOMETRYCOLLECTION EMPTY)",
            "CIRCULARSTRING(0 0, 1 1, 2 0)", "CURVEPOLYGON(CIRCULARSTRING(0 0, 4 0, 4 4, 0 4, 0 0))", "TIN(((0 0, 1 0, 0 1, 0 0)))"
        };
        play(other.kind(), "postgis", it -> new EveryWay(it)
                .of("geometry", shapes).of("geometry(PointZ, 4326)", "SRID=4326;POINT Z (1 2 3)").of("geography", "SRID=4326;POINT(-71.06 42.28)", "LINESTRING(0 0, 1 1)", "POINT EMPTY")
                .of("geography(Polygon, 4326)", "POLYGON((0 0, 1 0, 1 1, 0 0))").except(new TargetKind[] {TargetKind.DUCKDB}, "geometry[]", "{}", "{POINT(1 2):NULL:SRID=4326;POINT(3 4)}").of("box2d", "BOX(0 0,1.5 2)").of("box3d", "BOX3D(0 0 0,1 1 1)")
                .prove());
    }

    @EachTarget
    void vectorsOfPgvector(Scenario other) {
        play(other.kind(), "vector", it -> new EveryWay(it)
                .of("vector", "[1,2,3]", "[0.1,-1e-30,3.4028235e38]", "[16777217]").of("vector(3)", "[1,2,3]").of("halfvec", "[0.1,-65504,0.00006]", "[1]").of("halfvec(2)", "[1,2]")
                .of("sparsevec", "{1:1.5,3:-2}/5", "{}/3", "{1000000:0.1}/1000000").of("vector[]", "{\"[1,2]\",NULL,\"[0.5]\"}").of("bit(3)", "101")
                .prove());
    }
}
