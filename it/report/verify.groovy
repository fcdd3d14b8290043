def log = new File(basedir, 'build.log').text
def reports = new File(basedir, 'target/mm-reports')

// Two runs of the same input give the same bytes.
['mm.json', 'mm.txt', 'index.html', 'TEST-mm.xml', 'mm-observations.jsonl'].each {
    assert new File(reports, 'once/' + it).bytes == new File(reports, 'again/' + it).bytes
}
assert new File(reports, 'once/mm.sarif').text == new File(reports, 'again/mm.sarif').text.replace('/again/', '/once/')
assert new File(reports, 'once/mm-observations.jsonl').readLines().size() == 30

// One file with all of it, and nothing to fetch.
def page = new File(reports, 'index.html').text
assert log =~ /2 files of results in .*index.html/
assert page.contains("default-src 'none'")
assert !(page =~ /(src|href)="http/)
assert page.contains('again/mm.json') && page.contains('once/mm.json') && page.contains('which has no COPY_DIRTY')
assert page.length() < 1_000_000

def json = new groovy.json.JsonSlurper().parse(new File(reports, 'once/mm.json'))
def found = json.properties.find { it.property == 'dirty-carried' }.counterexample
assert found.story.steps.any { it.missing == 'COPY_DIRTY' }
assert found.test.source.contains('class ' + found.test.name)
assert json.kernels[0].programs.size() > 20

def sarif = new groovy.json.JsonSlurper().parse(new File(reports, 'once/mm.sarif'))
assert sarif.runs[0].invocations[0].executionSuccessful
assert sarif.runs[0].results*.ruleId == ['dirty-carried']

def failure = new groovy.xml.XmlSlurper().parse(new File(reports, 'once/TEST-mm.xml')).testcase.failure
assert failure.text().contains('CPU0') && failure.text().contains('(no COPY_DIRTY)')

assert log.readLines().count { it.startsWith('::error file=') && it.contains('dirty-carried') } == 2
assert !log.contains('\r')
return true
