def log = new File(basedir, 'build.log').text

assert log =~ /(?m)^\[INFO\]   VIOLATED  dirty-carried /
assert !log.contains('[ERROR]')
