def log = new File(basedir, 'build.log').text
assert log =~ /Apache Maven 3\.9\./
