package example;

import static io.mmcheck.suite.MmAssertions.assertThat;

import io.mmcheck.property.Properties;
import io.mmcheck.scenario.Scenario;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A property of one's own over the scenarios of the library. */
class OwnTest {
    @Property(tries = 20)
    void noRunLosesAWrite(@ForAll Scenario scenario) {
        assertThat(scenario).holds(Properties.named("no-lost-write"));
    }
}
