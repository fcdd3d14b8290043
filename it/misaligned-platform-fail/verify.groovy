def log = new File(basedir, 'build.log').text

assert log =~ /the test class path mixes versions of org.junit.platform: 1\.14\.4 \(.*junit-platform-launcher.*\) and 6\.1\.3 \(.*junit-platform-engine.*\)/
assert log.contains('MojoExecutionException')
assert !log.contains('properties, kernel')
