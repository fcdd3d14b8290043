def log = new File(basedir, 'build.log').text
assert log =~ /(?m)^\[INFO\]   map$/ // an operation, named by the forked JVM
