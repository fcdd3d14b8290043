def log = new File(basedir, 'build.log').text

assert log.contains("mm.formats: this version writes no 'html', only text, junit, json")
assert !log.contains('properties, kernel')
