def log = new File(basedir, 'build.log').text

def kept = new File(basedir, 'src/test/mm').listFiles()
assert kept.length == 1 && kept[0].name =~ /^dirty-carried-[0-9a-f]{4}\.mmtrace$/
assert log =~ /(?m)^\[INFO\] +\d+  T0  migrate_vma_collect_pmd\.CLEAR_PTE +tables\[\d\]\.ptes\[0\] .* -> none$/
assert log =~ /(?m)^\[INFO\] reproduced: /
assert log =~ /(?m)^\[INFO\]   saved dirty-carried-[0-9a-f]{4}\.mmtrace: still violated$/
assert log =~ /(?m)^\[ERROR\]   VIOLATED  dirty-carried   by a saved counterexample/
assert log =~ /(?m)^\[INFO\]   saved dirty-carried-[0-9a-f]{4}\.mmtrace: no longer violated: /
