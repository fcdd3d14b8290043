package io.mmcheck.maven;

import io.mmcheck.report.Shown;
import io.mmcheck.report.Verdict;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * TEST-mm.xml, as continuous integration servers read it: one test case for each property and kernel. The format has times; they
 * are 0 unless they are asked for, so that equal runs write equal bytes, as all reports do.
 */
final class JUnitReport {
    private JUnitReport() {}

    static String of(Results results) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            suite(xml, results);
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // it writes to memory
        }
        return text.toString();
    }

    private static void suite(XMLStreamWriter xml, Results results) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "mm");
        xml.writeAttribute("tests", String.valueOf(results.verdicts().size()));
        xml.writeAttribute("failures", String.valueOf(results.failed()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", time(results, results.millis()));
        xml.writeCharacters("\n  ");
        xml.writeStartElement("properties");
        property(xml, "mm.goal", results.goal());
        if (!results.seed().isEmpty()) {
            property(xml, "mm.seed", results.seed());
            property(xml, "mm.tries", String.valueOf(results.tries()));
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
        for (Verdict verdict : results.verdicts()) {
            testCase(xml, results, verdict);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeEmptyElement("property");
        xml.writeAttribute("name", name);
        xml.writeAttribute("value", legal(value));
    }

    private static void testCase(XMLStreamWriter xml, Results results, Verdict verdict) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", legal(verdict.property()));
        xml.writeAttribute("classname", legal("mm." + verdict.kernel()));
        xml.writeAttribute("time", time(results, verdict.millis()));
        if (verdict.failed()) {
            Shown shown = verdict.shown();
            xml.writeCharacters("\n    ");
            xml.writeStartElement("failure");
            xml.writeAttribute("type", legal(verdict.property()));
            xml.writeAttribute("message", legal(shown == null ? "it never happened" : shown.lost()));
            List<String> lines = shown == null ? List.of(Layout.line(verdict)) : Layout.violated(verdict, shown);
            xml.writeCharacters(legal(String.join("\n", lines) + "\n"));
            xml.writeEndElement();
            xml.writeCharacters("\n  ");
        }
        xml.writeEndElement();
    }

    private static String time(Results results, long millis) {
        return results.timed() ? String.format(Locale.ROOT, "%.3f", millis / 1000.0) : "0";
    }

    /** XML 1.0 has no way to write most control characters, not even escaped; what reorders text goes as well. */
    static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> legal.append(
                        c == '\n' ? "\n" : c >= 0xFFFE && c <= 0xFFFF ? "?" : Untrusted.line(Character.toString(c))));
        return legal.toString();
    }
}
