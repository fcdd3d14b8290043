def log = new File(basedir, 'build.log').text

assert new File(basedir, 'started.txt').readLines() == ['started', 'started']
assert (log =~ /(?m)^\[INFO\] \d+ held, 0 violated, [\d.,]+ s$/).count == 2
assert log.contains("no JDK in toolchains.xml meets {version=9000} (mm.jdkToolchain); declare one in ~/.m2/toolchains.xml")
