def log = new File(basedir, 'build.log').text

assert !log.contains('[INFO]')
assert !log.contains('  ok  ')
assert log =~ /(?m)^\[ERROR\]   VIOLATED  dirty-carried /
