def log = new File(basedir, 'build.log').text

assert log.contains('kernel v5.19, seed 1')
assert log =~ /(?m)^\[ERROR\]   VIOLATED  dirty-carried /
assert log =~ /(?m)^\[ERROR\]   VIOLATED  clean-swap-cache /
assert log =~ /(?m)^\[ERROR\]     it needs dirty-bit-not-copied$/
def json = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/mm-reports/mm.json'))
assert json.violated == 2 && json.held == 1
json.properties.findAll { it.outcome == 'violated' }.each { assert new File(basedir, 'target/mm-reports/' + it.counterexample.file).file }
// all of them are listed at the end, too
def failure = log.readLines().find { it.contains('properties are violated:') }
json.properties.findAll { it.failed }.each { assert failure.contains(it.property + ' on v5.19') }
return true
