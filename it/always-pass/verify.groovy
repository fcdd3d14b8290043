def log = new File(basedir, 'build.log').text

assert log =~ /(?m)^\[INFO\] --- mm(-maven-plugin)?:.*:check \(default\) @ always-pass ---/
assert log =~ /(?m)^\[INFO\] \d+ properties, kernel today, seed 1, JDK \d+$/
assert log =~ /(?m)^\[INFO\]   ok  no-lost-write +100 runs +[\d,]+ steps( +[\d.,]+ s)?$/
assert log =~ /(?m)^\[INFO\] (\d+) held, 0 violated, [\d.,]+ s$/
assert (log =~ /(?m) held, 0 violated, /).count == 2
assert !log.contains('VIOLATED')
assert log.contains('Tests run: 1')
assert !log.contains('\r')

def reports = new File(basedir, 'target/mm-reports')
assert new File(reports, 'mm.txt').text.contains('0 violated')
def suite = new groovy.xml.XmlSlurper().parse(new File(reports, 'TEST-mm.xml'))
assert suite.@failures == '0'
assert suite.testcase.size() > 20
def json = new groovy.json.JsonSlurper().parse(new File(reports, 'mm.json'))
assert json.version == 1 && json.violated == 0 && json.seed == '1' && json.tries == 100
assert json.properties.size() == suite.testcase.size()
assert json.properties.every { it.kernel == 'today' && it.bounds && it.statement }
assert new File(reports, 'counterexamples').list().length == 0
