def log = new File(basedir, 'build.log').text

assert log =~ /mutants of 2 programs, kernel today\+looks-again: 100 random runs of seed 1/
assert log =~ /(?m)^\[INFO\] migrate_vma_collect_pmd +\d+ +3 +0 +0 +\d+\.\d$/ // too few states for proofs
assert log =~ /(?m)^\[INFO\] takes_a_look +5 +0 +0 +0 +100\.0$/
assert log =~ /(?m)^\[INFO\]    1\. migrate_vma_collect_pmd\.COPY_DIRTY duplicate$/
assert log =~ /(?m)^\[INFO\]    3\. migrate_vma_collect_pmd\.LOOK_AGAIN drop$/ // those with a reason come last
assert log =~ /(?m)^\[INFO\]       reason: nothing depends on it$/
assert log =~ /\d+ mutants on kernel today\+looks-again: \d+ killed, 3 survived/

// One clear error each.
assert log =~ /of the mutants are killed, less than 99.9 % \(mm.mutate.minKilled\)/
assert log =~ /mm\.mutate\.programs: no program is named 'migrate_vma_colect_pmd'; near: .*migrate_vma_collect_pmd/
assert log =~ /mm\.mutate\.budget is too small: 0\.0 s were over before one of \d+ mutants was judged/
assert log =~ /nothing is in scope: no run comes by what patches of kernel today edit/
assert log =~ /cannot write to .*pom\.xml/
assert log =~ /the forked JVM sent no final record: it ended with exit code 137/

def reports = new File(basedir, 'target/mm-reports')
def json = new groovy.json.JsonSlurper().parse(new File(reports, 'mm-mutate-today-looks-again.json'))
assert json.goal == 'mutate'
assert json.summary.startsWith("${json.mutants.size()} mutants on kernel today+looks-again")
assert json.tables[0].rows.size() == 3
json.tables.each { table -> table.rows.each { assert it.size() == table.head.size() } }
def of = { id -> json.mutants.find { it.id == id } }
assert of('migrate_vma_collect_pmd.COPY_DIRTY drop').outcome == 'killed'
assert of('migrate_vma_collect_pmd.COPY_DIRTY drop').by == 'dirty-carried'
assert of('migrate_vma_collect_pmd.LOOK_AGAIN drop').reason == 'nothing depends on it'
assert of('takes_a_look.PUT_FOLIO drop').outcome == 'killed'
assert new File(reports, 'mutation.md').text.contains('| takes_a_look | 5 | 0 | 0 | 0 | 100.0 |')
assert new File(reports, 'index.html').text.contains('takes_a_look.PUT_FOLIO drop')
