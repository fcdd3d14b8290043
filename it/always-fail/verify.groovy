def log = new File(basedir, 'build.log').text

assert log =~ /(?m)^\[INFO\] 1 property, kernel today, seed 1, JDK \d+$/
assert log =~ /(?m)^\[ERROR\]   VIOLATED  nobody-stores   after \d+ runs?, .*1 operation|to 1, minimal/
assert log =~ /(?m)^\[ERROR\]     CPU0/
assert log =~ /(?m)^\[ERROR\]     store a/
assert log =~ /(?m)^\[ERROR\]     somebody stored$/
assert log =~ /(?m)^\[ERROR\]   Replay:  mvn mm:replay -Dmm.trace=target\/mm-reports\/counterexamples\/nobody-stores-[0-9a-f]{4}\.mmtrace$/
assert log =~ /(?m)^\[ERROR\]   Keep:    mvn mm:check -Dmm.seed=1 -Dmm.tries=50 -Dmm.save$/
assert log =~ /(?m)^\[INFO\] 0 held, 1 violated/
assert log.contains('1 of 1 property is violated: nobody-stores (seed 1, target/mm-reports)')
assert log.contains('MojoFailureException')

def reports = new File(basedir, 'target/mm-reports')
def traces = new File(reports, 'counterexamples').listFiles()
assert traces.length == 1 && traces[0].length() <= 1024
assert traces[0].text.startsWith('mmtrace 1\n')
def suite = new groovy.xml.XmlSlurper().parse(new File(reports, 'TEST-mm.xml'))
assert suite.@failures == '1' && suite.testcase.failure.@message == 'somebody stored'
def json = new groovy.json.JsonSlurper().parse(new File(reports, 'mm.json'))
assert json.properties[0].outcome == 'violated'
assert json.properties[0].counterexample.operations == 1
assert json.properties[0].counterexample.why.proven && json.properties[0].counterexample.why.chances.after[-1] == 1
assert json.properties[0].counterexample.file == 'counterexamples/' + traces[0].name
assert !new File(basedir, 'src/test/mm').exists() // not without mm.save
