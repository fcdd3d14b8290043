import javax.xml.parsers.DocumentBuilderFactory

// Without an engine, or with one of another platform version, Surefire runs nothing and the build still passes.
def suite = { name ->
    def report = new File(basedir, "target/surefire-reports/TEST-example.${name}.xml")
    assert report.exists()
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report).documentElement
}

def contract = suite('PromisesTest')
assert contract.getAttribute('tests') == '1'
assert contract.getAttribute('failures') == '0'
assert contract.getAttribute('errors') == '0'
assert contract.getAttribute('skipped') == '0'
assert contract.getElementsByTagName('testcase').item(0).getAttribute('name').contains('everyPropertyHolds')

assert suite('OwnTest').getAttribute('tests') == '1'
