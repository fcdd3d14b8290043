def log = new File(basedir, 'build.log').text

assert log.contains('kernel today+careless-driver, seed 1')
assert log =~ /(?m)^\[ERROR\]   VIOLATED  no-lost-write /
assert log =~ /(?m)^\[ERROR\]     it needs careless-driver$/
assert log =~ /(?m)^\[ERROR\] .*load a.* -> 0, expected [12]/
