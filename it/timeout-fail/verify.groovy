def log = new File(basedir, 'build.log').text

assert log =~ /Failed to execute goal .*: the forked JVM was stopped after 5 s \(mm.timeout\)/
assert log.contains('MojoExecutionException')
assert !(log =~ /(?m)^\[INFO\] \d+ held/)
