package io.mmcheck.house;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that no compiler holds. Each failure names the file and what is wrong with it. */
class HouseRulesTest {

    private static final List<Source> MAIN = Source.all("main");
    private static final List<Source> TESTS = Source.all("test");

    /** Which other places of the model each place may name: arrows only ever point down, or along one floor. */
    private static final Map<String, Set<String>> MAY_NAME = Map.of(
            "machine", Set.of(),
            "program", Set.of("machine"),
            "explore", Set.of("machine", "program"),
            "hardware", Set.of("machine", "program"),
            "kernel", Set.of("machine", "program", "hardware", "driver"),
            "driver", Set.of("machine", "program", "hardware", "kernel"),
            "user", Set.of("machine", "program", "hardware", "kernel", "driver"),
            "operation", Set.of("machine", "program", "hardware", "kernel", "driver", "user"),
            "history", Set.of("machine", "program", "hardware", "kernel", "driver", "user", "operation"));

    @Test
    void sourcesAreFound() {
        assertThat(MAIN).isNotEmpty();
        assertThat(TESTS).extracting(Source::name).contains("HouseRulesTest");
    }

    @Test
    void arrowsOnlyPointDown() {
        assertThat(complaints(MAIN, HouseRulesTest::arrowsPointingUp)).isEmpty();
    }

    static Stream<String> arrowsPointingUp(Source source) {
        String from = source.place();
        return source.placesNamed().stream()
                .filter(to -> !to.equals(from))
                .filter(to -> MAY_NAME.containsKey(from) && !MAY_NAME.get(from).contains(to))
                .map(to -> "io.mmcheck." + from + " names io.mmcheck." + to);
    }

    @Test
    void everyPlaceOfTheModelHasItsArrows() {
        assertThat(MAIN.stream()
                        .filter(source -> source.file().startsWith(Source.root().resolve("mm-model")))
                        .map(Source::place))
                .isSubsetOf(MAY_NAME.keySet());
    }

    @Test
    void onePackageKnowsJqwik() {
        assertThat(complaints(
                        MAIN,
                        source -> source.place().equals("jqwik")
                                ? Stream.empty()
                                : source.matches("\\b(net\\.jqwik\\.[\\w.]+)").stream()
                                        .map(name -> "only io.mmcheck.jqwik may name " + name)))
                .isEmpty();
    }

    /** An enum has another hash code in every run of the JVM, so such a collection has another order and another hash. */
    @Test
    void machineHoldsNoHashedCollections() {
        assertThat(complaints(
                        MAIN,
                        source -> source.place().equals("machine")
                                ? source
                                        .matches(
                                                "\\b((?:Linked|Identity|Weak|Concurrent)?Hash(?:Map|Set)|Enum(?:Map|Set))\\b")
                                        .stream()
                                        .map(name -> "no " + name + " in the machine")
                                : Stream.empty()))
                .isEmpty();
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        Map<Path, List<Source>> packages =
                MAIN.stream().collect(groupingBy(source -> source.file().getParent()));
        assertThat(packages.entrySet().stream()
                        .filter(one -> one.getValue().stream().noneMatch(HouseRulesTest::describesNullMarkedPackage))
                        .map(one -> Source.root().relativize(one.getKey()) + ": no package-info with @NullMarked"))
                .isEmpty();
    }

    private static boolean describesNullMarkedPackage(Source source) {
        return source.name().equals("package-info")
                && source.code().contains("@NullMarked")
                && source.text().contains("/**");
    }

    /** Surefire runs what its includes name and skips the rest without a word. */
    @Test
    void everyTestClassIsNamedSoThatItRuns() {
        Predicate<String> runs = name -> name.matches(".*(Test|Properties|Exhaustive)");
        assertThat(complaints(
                        TESTS,
                        source -> runs.test(source.name())
                                ? Stream.empty()
                                : source
                                        .matches(
                                                "(@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|Property|Example)\\b)")
                                        .stream()
                                        .map(mark -> "has " + mark + " but is named neither *Test, *Properties nor"
                                                + " *Exhaustive")))
                .isEmpty();
    }

    @Test
    void surefireRunsTheThreeKindsOfTests() throws IOException {
        assertThat(Files.readString(Source.root().resolve("pom.xml")))
                .contains("<include>**/*Test.java</include>")
                .contains("<include>**/*Properties.java</include>")
                .contains("<include>**/*Exhaustive.java</include>");
    }

    private static List<String> complaints(List<Source> sources, Function<Source, Stream<String>> check) {
        return sources.stream()
                .flatMap(source -> check.apply(source).map(what -> source + ": " + what))
                .toList();
    }
}
