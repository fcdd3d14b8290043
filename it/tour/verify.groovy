def log = new File(basedir, 'build.log').text

assert log =~ /0 violated/
assert log =~ /VIOLATED  no-lost-write .*shrunk from .* to 5, minimal \(setup swapped/
assert log =~ /today\+nobody-else-looks/
def reports = new File(basedir, 'target/mm-reports')
['1-today', '2-release', '2-lost-dirty-bit', '3-own-patch'].each { step ->
    ['mm.txt', 'mm.json', 'TEST-mm.xml'].each { assert new File(reports, step + '/' + it).file }
}
println 'The reports of the tour: mm.txt, mm.json and TEST-mm.xml in each folder of ' + reports
return true
