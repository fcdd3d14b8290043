// Fetches Maven 3.9 through the dependency plugin; what has been fetched stays in the repository of the outer build.
def maven = new File(System.getProperty('maven.home'), 'bin/mvn').path
def repository = System.getProperty('maven.repo.local') ?: outerRepository
def command = [maven, '-B', '-ntp', "-Dmaven.repo.local=$repository",
               "org.apache.maven.plugins:maven-dependency-plugin:$dependencyPluginVersion:unpack",
               "-Dartifact=org.apache.maven:apache-maven:$newerMavenVersion:zip:bin",
               "-DoutputDirectory=$basedir/target"] + (outerOffline.endsWith('true') ? ['-o'] : [])
def folder = new File(basedir, 'target') // without a pom; the plugin keeps its markers there, too
folder.mkdirs()
def process = new ProcessBuilder(command.collect { it.toString() })
        .directory(folder)
        .redirectErrorStream(true)
        .start()
def output = process.inputStream.text
if (process.waitFor() == 0) {
    new File(basedir, "target/apache-maven-$newerMavenVersion/bin/mvn").setExecutable(true)
    return true
}
// Past the build log of this folder, so that whoever reads the outer build sees the reason.
new PrintStream(new FileOutputStream(FileDescriptor.out)).println(
        "[INFO] maven-3.9 is skipped, Maven $newerMavenVersion could not be fetched: " +
        (output.readLines().find { it.contains('ERROR') } ?: 'no reason given'))
return false
