def log = new File(basedir, 'build.log').text

assert log =~ /the counterexample does not fit: segment 1, step 1: expected load.TRANSLATES, but T0 is at load.TRANSLATE/
assert log =~ /no label is named 'TRANSLATES'; near: TRANSLATE/
