def log = new File(basedir, 'build.log').text

assert log =~ /no-lost-write-7c1e\.mmtrace:6: the file ends before its digest: the file is torn/
assert log =~ /mm.trace: the token is torn|mm.trace: the token is damaged|mm.trace: the token has letters/
assert log.count('BUILD FAILURE') == 3 && log.contains('MojoExecutionException')
assert !log.contains('held,')
