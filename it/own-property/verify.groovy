def log = new File(basedir, 'build.log').text

assert log =~ /(?m)^\[INFO\] 2 properties, kernel today/
assert log =~ /(?m)^\[INFO\]   ok  time-goes-on +50 runs/
assert log =~ /(?m)^\[INFO\]   time-goes-on +every step is a step$/
