def log = new File(basedir, 'build.log').text

assert log.contains('a violation was expected, but there is none of dirty-carried')
assert log.contains('a violation was expected, but all properties hold')
