def log = new File(basedir, 'build.log').text

assert log.contains("mm.formats: this version writes no 'pdf', only text, junit, json, html, sarif, observations")
assert !log.contains('properties, kernel')
