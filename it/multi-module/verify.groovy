def log = new File(basedir, 'build.log').text

// The parent and the plain module have the library's own suite, the other one its own property as well.
def properties = { module ->
    new groovy.json.JsonSlurper().parse(new File(basedir, module + 'target/mm-reports/mm.json')).properties*.property
}
assert properties('') == properties('plain/')
assert properties('with-property/') - properties('plain/') == ['own-property']
assert log.count('held, 0 violated') == 3

// One page for all of them, in the module where Maven was started; that one of them has no results is no error.
def page = new File(basedir, 'target/mm-reports/index.html').text
assert log.contains('4 modules, 1 without results, in ')
['multi-module', 'plain', 'skipped', 'with-property'].each { assert page.contains('"module":"' + it + '"') }
assert page.contains('own-property')
return true
