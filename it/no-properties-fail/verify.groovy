def log = new File(basedir, 'build.log').text

assert log =~ /Failed to execute goal .*: no property is left of \d+ with mm.excludes=\*/
assert log =~ /(?m)^\[WARNING\] no property is left of \d+ with mm.excludes=\*/
assert log.count('BUILD FAILURE') == 1 && log.count('BUILD SUCCESS') == 1
