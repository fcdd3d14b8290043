def log = new File(basedir, 'build.log').text
assert log.contains('mm-maven-plugin') || log.contains('mm:')
