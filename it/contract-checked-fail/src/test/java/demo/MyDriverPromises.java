package demo;

import io.mmcheck.driver.Driver;
import io.mmcheck.jqwik.MigrationContract;
import java.util.List;

/** A driver that only this contract names. Surefire would not run it, for its name ends neither in Test nor in Tests. */
class MyDriverPromises implements MigrationContract {
    @Override
    public List<Driver> drivers() {
        return List.of(new CarelessDriver());
    }
}
