package io.mmcheck.jqwik;

import io.mmcheck.driver.Driver;
import io.mmcheck.history.Kernels;
import io.mmcheck.program.Kernel;
import io.mmcheck.program.Patch;
import io.mmcheck.property.Properties;
import io.mmcheck.property.Property;
import io.mmcheck.suite.CheckRequest;
import io.mmcheck.suite.CheckResult;
import io.mmcheck.suite.CheckText;
import io.mmcheck.suite.Checker;
import java.util.List;
import net.jqwik.api.Example;

/**
 * What migration promises, as a test: {@code class MyTest implements MigrationContract {}} runs under plain Surefire and in an
 * IDE, and {@code mm:check} checks what it promises together with the kernels that it is asked for. Override a method to check
 * a kernel, patch, driver or property of one's own; a patch or property named here need not be known to
 * {@link java.util.ServiceLoader}.
 */
public interface MigrationContract {
    /** The kernel without {@link #patches()} and {@link #drivers()}: what {@code -Dmm.kernel} says, or today's. */
    default Kernel kernel() {
        return Kernels.parse(System.getProperty("mm.kernel", "today"));
    }

    /** Patches on top of the kernel, in this order. */
    default List<Patch> patches() {
        return List.of();
    }

    /** Drivers in the place of ours; they come after the patches. */
    default List<Driver> drivers() {
        return List.of();
    }

    /** What is checked: all properties of this library, and those that the class path provides. */
    default List<Property> properties() {
        return Properties.all();
    }

    /** How many random runs: what {@code -Dmm.tries} says, or 200. */
    default int tries() {
        return Integer.parseInt(System.getProperty("mm.tries", "200"));
    }

    /** What decides them: what {@code -Dmm.seed} says, or 1. */
    default long seed() {
        return Long.parseLong(System.getProperty("mm.seed", "1"));
    }

    /** All runs hold all properties; the failure tells of each property that does not, and how to see it again. */
    @Example
    default void everyPropertyHolds() {
        List<Property> properties = properties();
        if (properties.isEmpty()) {
            throw new AssertionError("there is no property to check");
        }
        CheckResult result = Checker.run(
                CheckRequest.of(Contracts.kernel(this), properties, seed()).withTries(tries()));
        if (!CheckText.passed(result)) {
            throw new AssertionError(CheckText.of(result));
        }
    }
}
