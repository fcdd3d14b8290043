// A JDK of its own that leaves a line behind when its java is started, and is else the one that runs this build.
def home = new File(basedir, 'jdk')
def bin = new File(home, 'bin')
bin.mkdirs()
def java = new File(bin, 'java')
java.text = """#!/bin/sh
echo started >> '${new File(basedir, 'started.txt')}'
exec '${System.getProperty('java.home')}/bin/java' "\$@"
"""
assert java.setExecutable(true)
new File(basedir, 'toolchains.xml').text = """<?xml version="1.0" encoding="UTF-8"?>
<toolchains>
  <toolchain>
    <type>jdk</type>
    <provides>
      <version>17.0.0-wrapped</version>
    </provides>
    <configuration>
      <jdkHome>${home}</jdkHome>
    </configuration>
  </toolchain>
</toolchains>
"""
return true
