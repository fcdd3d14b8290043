def log = new File(basedir, 'build.log').text

assert log.contains('kernel today+my-cleanup, seed 1')
assert log =~ /(?m)^\[ERROR\]   VIOLATED  dirty-carried /
assert log =~ /(?m)^\[ERROR\] .*\(no COPY_DIRTY\) +<-- here$/
assert log =~ /(?m)^\[ERROR\]     it needs my-cleanup$/
assert log =~ /(?m)^\[ERROR\]   Keep:    mvn mm:check -Dmm.kernel=today\+my-cleanup -Dmm.seed=1 -Dmm.tries=300 -Dmm.save$/
assert log =~ /\d+ of \d+ properties (is|are) violated: .*dirty-carried on today\+my-cleanup/
