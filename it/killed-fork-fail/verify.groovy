def log = new File(basedir, 'build.log').text

assert log =~ /Failed to execute goal .*: the forked JVM sent no final record: it ended with exit code 137 \(killed/
assert log.contains('MojoExecutionException')
assert log.contains('[INFO] [fork] [INFO] BUILD SUCCESS, 1000 held, 0 violated') // shown, marked, not believed
assert !(log =~ /(?m)^\[INFO\] \d+ held/)
assert !new File(basedir, 'target/mm-reports/mm.json').exists()
