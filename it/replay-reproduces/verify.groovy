def log = new File(basedir, 'build.log').text

def kept = new File(basedir, 'src/test/mm').listFiles()
assert kept.length == 1 && kept[0].name =~ /^dirty-carried-[0-9a-f]{4}\.mmtrace$/
assert log =~ /(?m)^\[INFO\] +\d+  T0  migrate_vma_collect_pmd\.CLEAR_PTE +tables\[\d\]\.ptes\[0\] .* -> none$/
assert log =~ /(?m)^\[INFO\] reproduced: /
// and why: no race, the environment has its part in it or not, and one edit of the patch does it
assert log =~ /(?m)^\[INFO\] why:$/
assert log =~ /(?m)^\[INFO\]   no race: every order of steps violates \(proven: [\d,]+ states\)$/
assert log =~ /(?m)^\[INFO\]   chance under a uniform scheduler: 1 from the start /
assert log =~ /(?m)^\[INFO\]   the edit that does it: dirty-bit-not-copied: drop migrate_vma_collect_pmd\.COPY_DIRTY \(without it no run violates: /
assert log =~ /(?m)^\[INFO\]     why:$/
assert log =~ /(?m)^\[INFO\]   saved dirty-carried-[0-9a-f]{4}\.mmtrace: still violated$/
assert log =~ /(?m)^\[ERROR\]   VIOLATED  dirty-carried   by a saved counterexample/
assert log =~ /(?m)^\[INFO\]   saved dirty-carried-[0-9a-f]{4}\.mmtrace: no longer violated: /
