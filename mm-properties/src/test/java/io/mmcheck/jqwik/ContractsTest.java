package io.mmcheck.jqwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractsTest {
    @Test
    void theTestsOfThisModuleHaveOne() throws Exception {
        Path tests = Path.of(ContractsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<MigrationContract> contracts = Contracts.in(tests, ContractsTest.class.getClassLoader());
        // and not those that are nested in MigrationContractTest, some of which fail
        assertThat(contracts).singleElement().isInstanceOf(TodayContractTest.class);
        assertThat(Contracts.kernel(contracts.get(0)).name()).isEqualTo("today");
    }

    @Test
    void whereThereIsNothingThereIsNone(@TempDir Path folder) {
        assertThat(Contracts.in(folder, ContractsTest.class.getClassLoader())).isEmpty();
        assertThat(Contracts.in(folder.resolve("nowhere"), ContractsTest.class.getClassLoader()))
                .isEmpty();
    }
}
