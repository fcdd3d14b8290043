def log = new File(basedir, 'build.log').text

assert log =~ /(?m)^\[INFO\]   today from mapped-dirty, lists of up to 2: [\d,]+ states, [\d,]+ steps, deepest \d+, complete, .* s$/
assert log =~ /(?m)^\[INFO\]   on today, within every list of up to 2 of 3 operations, 2 CPUs, .*: [\d,]+ states, complete$/
assert log =~ /(?m)^\[INFO\]   ok  no-oops +[\d,]+ states +[\d,]+ steps$/
assert log =~ /(?m)^\[ERROR\]   VIOLATED  dirty-carried   by exhaustive search, 1 operation, minimal \(setup mapped-dirty/
assert log =~ /(?m)^\[ERROR\]     it needs dirty-bit-not-copied$/
assert log =~ /(?m)^\[ERROR\]   Keep:    mvn mm:explore -Dmm.kernel=today\+dirty-bit-not-copied -Dmm.setup=mapped-dirty .*-Dmm.save$/
assert log.contains('1 of 2 properties is violated: dirty-carried on today+dirty-bit-not-copied (target/mm-reports)')
assert log =~ /(?m)^\[INFO\]   VIOLATED  dirty-carried   by exhaustive search/
assert log.contains('a violation was expected, but there is none of dirty-carried')
assert log =~ /(?m)^\[INFO\] reproduced: /
assert log =~ /(?m)^\[INFO\]   saved dirty-carried-[0-9a-f]{4}\.mmtrace: still violated$/
assert log =~ /(?m)^\[INFO\]   ok  no-oops +.*, NOT complete$/
assert log.contains('a search was cut: what holds, holds as far as it went')
assert log =~ /Failed to execute goal .*: no property is left of \d+ with mm.property=dirty-carried,no-oops, mm.excludes=\*/

def kept = new File(basedir, 'src/test/mm').listFiles()
assert kept.length == 1 && kept[0].name =~ /^dirty-carried-[0-9a-f]{4}\.mmtrace$/
def cut = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/cut/mm.json'))
assert cut.goal == 'explore' && !cut.containsKey('seed') && cut.held == 2
assert cut.properties.every { !it.complete && it.states > 0 && it.runs == 0 }
assert new File(basedir, 'target/cut/TEST-mm.xml').file && new File(basedir, 'target/cut/mm.txt').file
return true
