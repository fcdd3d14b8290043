package io.mmcheck.bench;

/** The golden model in one size, with the number of states that it has. */
record Configuration(String name, int ops, int migrations, int references, int reclaims, long states) {
    static final Configuration S = new Configuration("S", 2, 1, 1, 1, 256_024);
    static final Configuration M = new Configuration("M", 2, 2, 1, 2, 1_415_456);
    static final Configuration L = new Configuration("L", 3, 2, 2, 2, 10_171_892);
}
