def log = new File(basedir, 'build.log').text

assert log =~ /no property is named 'no-lost-wrte'; near: no-lost-write/
assert log =~ /no kernel is named 'v5.91'; near: .*v5.19/
assert log =~ /no patch is named 'dirty-bit-not-copid'; near: dirty-bit-not-copied/
assert log =~ /no property is named 'xyzzy'; there are: .*no-lost-write/
assert log.count('BUILD FAILURE') == 4
