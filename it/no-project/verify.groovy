def log = new File(basedir, 'build.log').text

assert log =~ /(?m)^\[ERROR\]   VIOLATED  dirty-carried /
assert log =~ /(?m)^\[ERROR\]   Replay:  mvn io\.mmcheck:mm-maven-plugin:[^:]+:replay -Dmm\.trace=target\/mm-reports\//
assert new File(basedir, 'target/mm-reports/mm.json').file
assert !new File(basedir, '${project.build.directory}').exists() && !new File(basedir, '${basedir}').exists()
assert log =~ /(?m)^\[INFO\]   v5\.19 +.*dirty-bit-not-copied/
assert log.contains('mm:conform') && log.contains('mm:mutate')
