package io.mmcheck.jqwik;

/** The contract as a user has it: jqwik finds the property in the interface. */
class TodayContractTest implements MigrationContract {
    @Override
    public int tries() {
        return 40;
    }
}
