def log = new File(basedir, 'build.log').text

assert log.contains('[INFO] skipped (mm.skip)')
assert log.contains('[INFO] skipped (skipTests)')
assert log.contains('[INFO] skipped (maven.test.skip)')
assert !log.contains('properties, kernel')
assert !new File(basedir, 'target/mm-reports').exists()
