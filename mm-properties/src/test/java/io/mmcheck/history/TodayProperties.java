package io.mmcheck.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mmcheck.program.Kernel;
import io.mmcheck.property.Properties;
import io.mmcheck.suite.CheckRequest;
import io.mmcheck.suite.CheckResult;
import io.mmcheck.suite.Checker;
import io.mmcheck.suite.PropertyResult;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernel today holds every property in random runs, and what has to happen sometimes does. */
class TodayProperties {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, RandomSearch.SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everythingHoldsAndNothingIsMissing(long seed) {
        CheckResult result = Checker.run(
                CheckRequest.of(Kernel.TODAY, Properties.all(), seed).withTries(CheckRequest.ENOUGH));
        assertThat(result.properties())
                .filteredOn(property -> property.outcome() == PropertyResult.Outcome.VIOLATED
                        || property.outcome() == PropertyResult.Outcome.UNSEEN)
                .isEmpty();
    }
}
