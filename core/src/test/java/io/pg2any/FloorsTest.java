package io.pg2any;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The floors of the house: a package imports only lower floors (ARCHITECTURE.md). */
class FloorsTest {

    /** From the bottom; packages of one floor do not know each other, except that events and errors stand beside each other. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("error", "event"),
            List.of("protocol", "type", "observe"),
            List.of("destination"),
            List.of("source", "transaction", "projection"),
            List.of("snapshot"),
            List.of("pipeline"),
            List.of(""));

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pg2any");

    @Test
    void aPackageImportsOnlyLowerFloors() {
        LayeredArchitecture architecture = layeredArchitecture().consideringOnlyDependenciesInLayers();
        List<String> all = FLOORS.stream().flatMap(List::stream).toList();
        for (String name : all) {
            architecture = architecture.layer(layer(name)).definedBy(name.isEmpty() ? "io.pg2any" : "io.pg2any." + name);
        }
        List<String> above = new ArrayList<>(all);
        for (List<String> floor : FLOORS) {
            above.removeAll(floor);
            for (String name : floor) {
                architecture = above.isEmpty()
                        ? architecture.whereLayer(layer(name)).mayNotBeAccessedByAnyLayer()
                        : architecture.whereLayer(layer(name)).mayOnlyBeAccessedByLayers(above.stream().map(FloorsTest::layer).toArray(String[]::new));
            }
        }
        architecture.check(classes);
    }

    @Test
    void noPackagesImportEachOther() {
        slices().matching("io.pg2any.(**)").should().beFreeOfCycles().check(classes);
    }

    private static String layer(String name) {
        return name.isEmpty() ? "façade" : name;
    }
}
