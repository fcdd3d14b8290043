def log = new File(basedir, 'build.log').text

assert log.contains('1 property, kernel today, seed 1')
assert log.contains('and the contract demo.MyDriverPromises: 1 property on today+careless-driver')
assert log =~ /(?m)^\[INFO\]   ok  no-lost-write +300 runs/
assert log =~ /(?m)^\[ERROR\]   VIOLATED  no-lost-write /
assert log =~ /(?m)^\[ERROR\]     it needs careless-driver$/
assert log.contains('1 of 2 properties is violated: no-lost-write on today+careless-driver')
assert log =~ /(?m)^\[INFO\] reproduced: /
assert log.count('[INFO] 1 held, 0 violated') == 1
return true
