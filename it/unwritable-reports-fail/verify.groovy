def log = new File(basedir, 'build.log').text

assert log =~ /Failed to execute goal .*: cannot write to .*pom\.xml.reports/
assert log.contains('MojoExecutionException')
assert !log.contains('properties, kernel') // found out before the work, not after it
