package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mmcheck.maven.html.Document;
import io.mmcheck.maven.html.ModuleResults;
import io.mmcheck.maven.html.Page;
import io.mmcheck.report.Verdict;
import io.mmcheck.run.Forked;
import io.mmcheck.run.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** The page as a reader has it: in a real browser. Pictures and times are in {@code target/browser}. */
@Timeout(120)
class PageInBrowserTest {
    private static final Path FOLDER = Path.of("target", "browser").toAbsolutePath();
    private static final List<String> TIMES = new ArrayList<>();

    private static Browser browser;
    private static Path violated;
    private static String json;
    private static List<String> ids;

    @BeforeAll
    static void open() throws Exception {
        String missing = Browser.missing();
        assumeTrue(missing.isEmpty(), missing);
        violated = FOLDER.resolve("v5.19");
        Results results = check("v5.19", "no-lost-write,dirty-carried,tlb-within-pte,no-oops", 600);
        Reports.prepare(violated, EnumSet.allOf(Format.class)).write(results);
        json = Files.readString(violated.resolve("mm.json"));
        ids = results.verdicts().stream()
                .filter(v -> v.shown() != null)
                .map(v -> v.shown().file().replace(".mmtrace", ""))
                .toList();
        assertThat(ids).hasSizeGreaterThan(2);
        browser = Browser.open();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
            Files.write(FOLDER.resolve("times.txt"), TIMES);
        }
    }

    /** Whatever a test did: the console is silent, and nothing was asked of any network. */
    @AfterEach
    void silent() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).isEmpty();
    }

    private static Results check(String kernel, String properties, int tries) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Forked.class.getName());
        Request request = Request.of("check")
                .with("kernel", kernel)
                .with("property", properties)
                .with("tries", tries)
                .with("seed", 1);
        Commands commands = new Commands("mvn mm:", "target/mm-reports", List.of("check"), null, false);
        Console console = new Console(new SystemStreamLog(), Expectation.parse("true"), commands);
        new Fork(command, Duration.ZERO, line -> {}).run(request, console::take);
        return console.results("check");
    }

    private static Path page(String name, ModuleResults... modules) throws Exception {
        Path file = Files.createDirectories(FOLDER.resolve(name)).resolve("index.html");
        return Files.writeString(file, Page.of(List.of(modules)));
    }

    private static ModuleResults module(String name, Verdict... verdicts) {
        return new ModuleResults(name, List.of(new Document("mm.json", JsonReport.of(Samples.results(verdicts)))));
    }

    private static Path page() {
        return violated.resolve("index.html");
    }

    private void violation(int n, String step) {
        browser.go(page(), "#/v/" + ids.get(n) + step);
    }

    private static int where() {
        return Integer.parseInt(
                browser.text(".where").replaceAll("[^0-9].*", "").replaceAll("^$", "0"));
    }

    @Test
    void aGreenRunSaysSo() throws Exception {
        Results results = check("today", "no-*,some-driver-declines", 20);
        Path green = page("green", new ModuleResults("", List.of(new Document("mm.json", JsonReport.of(results)))));
        browser.go(green, "");
        assertThat(browser.text("h1")).isEqualTo("No violation");
        assertThat(browser.count(".verdict.bad")).isZero();
        assertThat(browser.text(".bounds")).contains("held").contains("any number of preemptions");
        browser.picture(FOLDER.resolve("green.png"));
        browser.go(green, "#/coverage");
        assertThat(browser.count(".program")).isGreaterThan(10);
        assertThat(browser.count(".program .never")).isGreaterThan(0);
        browser.picture(FOLDER.resolve("coverage.png"));
    }

    @Test
    void theOverviewLeadsToEachViolation() throws Exception {
        browser.go(page(), "");
        assertThat(browser.text("h1")).isEqualTo(ids.size() + " violations");
        assertThat(browser.count(".list a")).isEqualTo(ids.size());
        assertThat(browser.count(".verdict.bad a")).isEqualTo(ids.size());
        browser.picture(FOLDER.resolve("overview.png"));
        browser.run("document.querySelector('.list a').click()");
        browser.run("return new Promise(r => setTimeout(r, 100))");
        assertThat(browser.count("svg.drawing")).isEqualTo(1);
        assertThat(browser.title()).contains(ids.get(0).replaceAll("-[0-9a-f]{4}$", ""));
    }

    @Test
    void arrowsGoThroughTheRun() throws Exception {
        violation(0, "");
        int last = where();
        assertThat(last).isGreaterThan(5);
        browser.press(Keys.HOME);
        assertThat(browser.text(".where")).startsWith("start of");
        browser.press(Keys.ARROW_RIGHT);
        assertThat(where()).isEqualTo(1);
        String first = browser.text(".state");
        browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        int fourth = where();
        assertThat(fourth).isGreaterThanOrEqualTo(4);
        assertThat(browser.text(".state")).isNotEqualTo(first);
        assertThat(browser.text("[aria-live]")).startsWith("step " + fourth + ": T");
        assertThat(browser.address()).endsWith("/" + fourth);
        browser.press(Keys.ARROW_LEFT);
        assertThat(where()).isLessThan(fourth);
        browser.press(Keys.END);
        assertThat(where()).isEqualTo(last);
        assertThat(browser.count(".state tr.ch")).isGreaterThan(0);
    }

    @Test
    void everyStepHasAnAddress() throws Exception {
        violation(1, "/5");
        assertThat(where()).isEqualTo(5);
        browser.run("location.hash = '#/v/" + ids.get(1) + "/3'");
        browser.run("return new Promise(r => setTimeout(r, 100))");
        assertThat(where()).isEqualTo(3);
        browser.go(page(), "#/v/no-such-thing/3");
        assertThat(browser.text("h1")).contains("no violation of this name");
    }

    @Test
    void theLanesShowWhoDidWhat() throws Exception {
        for (int n = 0; n < ids.size(); n++) {
            violation(n, "");
            assertThat(browser.count("svg .op")).isGreaterThan(0);
            assertThat(browser.count("svg .lock")).isGreaterThan(0);
            assertThat(browser.count("svg .seg")).isGreaterThan(0);
            browser.picture(FOLDER.resolve("violation-" + n + ".png"));
            browser.run("document.getElementById('every').click()");
            browser.picture(FOLDER.resolve("violation-" + n + "-every-step.png"));
        }
        int lost = 0;
        for (int n = 0; n < ids.size(); n++) {
            lost = ids.get(n).startsWith("no-lost-write") ? n : lost;
        }
        violation(lost, "");
        browser.run(
                "const i = [...document.querySelectorAll('svg text.here')][0]; i.dispatchEvent(new MouseEvent('click',"
                        + " {bubbles: true, clientY: i.getBoundingClientRect().top + 20}))");
        browser.picture(FOLDER.resolve("report.png"));
        if (Boolean.getBoolean("mm.docs.write")) {
            browser.picture(Path.of("..", "docs", "report.png"));
        }
    }

    @Test
    void textsCanBeTakenAlong() throws Exception {
        violation(0, "");
        assertThat(copied("trace")).startsWith("CPU0");
        assertThat(copied("replay command")).startsWith("mvn mm:replay -Dmm.trace=");
        assertThat(copied(".mmtrace")).startsWith("mmtrace 1\n");
        assertThat(copied("test class")).contains("@Example", "class ");
        String svg = (String) browser.run("let saved = null; const make = URL.createObjectURL;"
                + " URL.createObjectURL = (blob) => { saved = blob; return make(blob); };"
                + " [...document.querySelectorAll('.take button')].find(b => b.textContent === 'SVG').click();"
                + " URL.createObjectURL = make; return saved.text()");
        assertThat(svg).startsWith("<svg").contains("fill=\"rgb").doesNotContain("class=", "var(");
        Files.writeString(FOLDER.resolve("lanes.svg"), svg);
        String png = (String) browser.run("let saved = null; const make = URL.createObjectURL;"
                + " URL.createObjectURL = (blob) => { saved = blob; return make(blob); };"
                + " [...document.querySelectorAll('.take button')].find(b => b.textContent === 'PNG').click();"
                + " return new Promise(done => setTimeout(() => { const r = new FileReader();"
                + " r.onload = () => done(r.result); r.readAsDataURL(saved); }, 1500))");
        assertThat(png).startsWith("data:image/png;base64,");
        Files.write(FOLDER.resolve("lanes.png"), Base64.getDecoder().decode(png.substring(png.indexOf(',') + 1)));
    }

    private String copied(String button) {
        browser.run(
                "[...document.querySelectorAll('.take button')].forEach(b => b.id = b.textContent === arguments[0] ? 'wanted' : '')",
                button);
        browser.click("#wanted");
        browser.run("return new Promise(r => setTimeout(r, 200))");
        browser.run(
                "const t = document.createElement('textarea'); t.id = 'pasted'; document.body.append(t); t.focus()");
        browser.paste();
        return String.valueOf(
                browser.run("const t = document.getElementById('pasted'); const v = t.value; t.remove(); return v"));
    }

    @Test
    void itIsReadableInTheDark() throws Exception {
        violation(0, "");
        String light = browser.style("html", "backgroundColor");
        browser.media("", "dark");
        String dark = browser.style("html", "backgroundColor");
        assertThat(dark).isNotEqualTo(light);
        browser.picture(FOLDER.resolve("dark.png"));
        browser.run("document.querySelector('.theme').click()");
        assertThat(browser.style("html", "backgroundColor")).isEqualTo(light);
        browser.media("", "light");
        browser.run("document.querySelector('.theme').click()");
        assertThat(browser.style("html", "backgroundColor")).isEqualTo(dark);
    }

    @Test
    void itCanBePrinted() throws Exception {
        violation(0, "");
        browser.media("print", "dark");
        assertThat(browser.style(".take", "display")).isEqualTo("none");
        assertThat(browser.style("html", "backgroundColor")).isEqualTo("rgb(255, 255, 255)");
        browser.media("", "light");
        Object pdf = browser.devtools("Page.printToPDF", Map.of("printBackground", true))
                .get("data");
        Files.write(FOLDER.resolve("violation.pdf"), Base64.getDecoder().decode(String.valueOf(pdf)));
        assertThat(Files.size(FOLDER.resolve("violation.pdf"))).isGreaterThan(10_000);
    }

    @Test
    void modulesStandSideBySide() throws Exception {
        Path page = page(
                "aggregate",
                new ModuleResults("driver", List.of(new Document("mm.json", json))),
                new ModuleResults("nothing-here", List.of()),
                module("other", Samples.held("no-lost-write"), Samples.violated("own-property", "today+mine")));
        browser.go(page, "");
        assertThat(browser.text("h1")).isEqualTo(ids.size() + 1 + " violations");
        assertThat(browser.text("main"))
                .contains("driver", "nothing-here", "no results: no goal of mmcheck has run in this module", "other");
        browser.picture(FOLDER.resolve("aggregate.png"));
        browser.run("[...document.querySelectorAll('.list a')].at(-1).click()");
        browser.run("return new Promise(r => setTimeout(r, 100))");
        assertThat(browser.text("main")).contains("own-property", "not computed");
    }

    @Test
    void hostileNamesStayNames() throws Exception {
        String hostile =
                "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">\u202Egnp\u0007'\"&amp;"
                        + "x".repeat(10_000);
        String text = JsonReport.of(Samples.results(Samples.hostile(), Samples.violated(hostile, hostile)));
        Path page = page("hostile", new ModuleResults(hostile, List.of(new Document(hostile, text))), module("a"));
        browser.go(page, "");
        assertThat(browser.title()).isEqualTo("mmcheck report");
        assertThat(browser.count("img")).isZero();
        assertThat(browser.count("script")).isEqualTo(2);
        assertThat(browser.text("main"))
                .contains("<script>document.title", "\\u202e", "\\u0007")
                .doesNotContain("\u202E");
        browser.picture(FOLDER.resolve("hostile.png"));
        browser.run("[...document.querySelectorAll('.list a')].at(-1).click()");
        browser.run("return new Promise(r => setTimeout(r, 100))");
        assertThat(browser.count("img")).isZero();
        assertThat(browser.text("main")).contains("(10");
    }

    /** Not asserted beyond what is hopeless: machines differ. */
    @Test
    void manyViolationsAndLongRunsStayQuick() throws Exception {
        String many = (String) browser.run(
                "const d = JSON.parse(arguments[0]); const one = d.properties.filter(p => p.counterexample)"
                        + ".sort((a, b) => b.counterexample.story.steps.length - a.counterexample.story.steps.length)[0];"
                        + "for (let i = 0; i < 200; i++) { const c = structuredClone(one); c.property += '-' + i;"
                        + " c.counterexample.file = 'counterexamples/copy-' + i + '.mmtrace'; d.properties.push(c); }"
                        + "const s = d.properties.at(-1).counterexample.story; const steps = s.steps;"
                        + "while (s.steps.length < 500) s.steps = s.steps.concat(steps); s.steps.length = 500;"
                        + "return JSON.stringify(d)",
                json);
        Path page = page("large", new ModuleResults("", List.of(new Document("mm.json", many))));
        long from = System.nanoTime();
        browser.go(page, "");
        time("open 200 violations, " + Files.size(page) / 1024 + " KB", from);
        assertThat(browser.text("h1")).isEqualTo(200 + ids.size() + " violations");
        from = System.nanoTime();
        browser.go(page, "#/v/copy-199/0");
        time("open a run of 500 steps", from);
        browser.run("document.getElementById('every').click()");
        Object millis = browser.run("const t = performance.now(); for (let i = 0; i < 100; i++)"
                + " document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));"
                + " document.body.offsetHeight; return (performance.now() - t) / 100");
        TIMES.add(String.format(Locale.ROOT, "one step of 500: %.1f ms", ((Number) millis).doubleValue()));
        System.out.println(TIMES);
        assertThat(where()).isGreaterThan(50);
    }

    private static void time(String what, long from) {
        TIMES.add(String.format(Locale.ROOT, "%s: %.2f s", what, (System.nanoTime() - from) / 1e9));
    }
}
