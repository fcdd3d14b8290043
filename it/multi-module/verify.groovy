def log = new File(basedir, 'build.log').text

// The parent and the plain module have the library's own suite, the other one its own property as well.
def properties = { module ->
    new groovy.json.JsonSlurper().parse(new File(basedir, module + 'target/mm-reports/mm.json')).properties*.property
}
assert properties('') == properties('plain/')
assert properties('with-property/') - properties('plain/') == ['own-property']
assert log.count('held, 0 violated') == 3
return true
