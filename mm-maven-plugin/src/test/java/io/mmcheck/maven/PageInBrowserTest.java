package io.mmcheck.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mmcheck.maven.html.Collected;
import io.mmcheck.maven.html.Document;
import io.mmcheck.maven.html.ModuleResults;
import io.mmcheck.maven.html.Page;
import io.mmcheck.report.Verdict;
import io.mmcheck.run.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** The page as a reader has it: in a real browser. Pictures and times are in {@code target/browser}. */
@Timeout(300)
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
        return RealRun.judged(Request.of("check")
                .with("kernel", kernel)
                .with("property", properties)
                .with("tries", tries)
                .with("seed", 1));
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
        assertThat(browser.text(".kernel"))
                .contains("Waited for", "the lock of page N", "Tried again", "Failures taken");
        browser.run("document.querySelector('.list a').click()");
        browser.until("return document.querySelector('svg.drawing')");
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
        browser.until("return document.querySelector('.where').textContent.startsWith('3 ')");
        browser.go(page(), "#/v/no-such-thing/3");
        assertThat(browser.text("h1")).contains("no violation of this name");
    }

    @Test
    void theLanesShowWhoDidWhat() throws Exception {
        for (int n = 0; n < ids.size(); n++) {
            violation(n, "");
            assertThat(browser.count("svg.drawing .op")).as("operations").isGreaterThan(0);
            assertThat(browser.count("svg.drawing .call")).as("calls").isGreaterThan(0);
            assertThat(browser.count("svg.drawing .lock")).as("locks").isGreaterThan(0);
            assertThat(browser.count("svg.drawing .seg")).as("strips").isGreaterThan(0);
            assertThat(browser.count("svg.drawing .ref")).as("references").isGreaterThan(0);
            assertThat(browser.count("svg.drawing .wrong"))
                    .as("the offending step")
                    .isGreaterThan(0);
            browser.picture(FOLDER.resolve("violation-" + n + ".png"));
            browser.run("document.getElementById('every').click()");
            browser.picture(FOLDER.resolve("violation-" + n + "-every-step.png"));
            assertThat(browser.run(
                            "const box = document.querySelector('.lanes'); box.scrollTop = 200; return new Promise(r =>"
                                    + " requestAnimationFrame(() => requestAnimationFrame(() => r(Math.abs(box.getBoundingClientRect().top"
                                    + " - document.querySelector('svg .head').getBoundingClientRect().top) < 3))))"))
                    .as("the heads of the columns stay in sight")
                    .isEqualTo(true);
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
        String trace = copied("trace");
        assertThat(trace).startsWith("CPU0");
        assertThat(browser.text("pre.trace").replaceAll("\\s+", " ").strip()) // shown whole, however long it is
                .isEqualTo(trace.replaceAll("\\s+", " ").strip());
        assertThat(copied("replay command")).startsWith("mvn mm:replay -Dmm.trace=");
        assertThat(copied(".mmtrace")).startsWith("mmtrace 1\n");
        assertThat(copied("test class")).contains("@Example", "class ");
        String svg = (String) browser.run("let saved = null; const make = URL.createObjectURL;"
                + " URL.createObjectURL = (blob) => { saved = blob; return make(blob); };"
                + " [...document.querySelectorAll('.take button')].find(b => b.textContent === 'SVG').click();"
                + " URL.createObjectURL = make; return saved.text()");
        assertThat(svg).startsWith("<svg").contains("fill=\"rgb").doesNotContain("class=", "var(");
        Files.writeString(FOLDER.resolve("lanes.svg"), svg);
        String png = (String)
                browser.run(
                        "let saved = null; const make = URL.createObjectURL;"
                                + " URL.createObjectURL = (blob) => { saved = blob; return make(blob); };"
                                + " [...document.querySelectorAll('.take button')].find(b => b.textContent === 'PNG').click();"
                                + " return new Promise(done => { const look = () => { if (!saved) { setTimeout(look, 20); return; }"
                                + " const r = new FileReader(); r.onload = () => done(r.result); r.readAsDataURL(saved); }; look(); })");
        assertThat(png).startsWith("data:image/png;base64,");
        Files.write(FOLDER.resolve("lanes.png"), Base64.getDecoder().decode(png.substring(png.indexOf(',') + 1)));
    }

    private String copied(String button) {
        browser.run(
                "[...document.querySelectorAll('.take button')].forEach(b => b.id = b.textContent === arguments[0] ? 'wanted' : '')",
                button);
        browser.click("#wanted");
        browser.until("return document.getElementById('wanted').textContent === 'copied'");
        browser.run(
                "const t = document.createElement('textarea'); t.id = 'pasted'; document.body.append(t); t.focus()");
        browser.paste();
        return String.valueOf(
                browser.run("const t = document.getElementById('pasted'); const v = t.value; t.remove(); return v"));
    }

    @Test
    void whyLeadsToTheSteps() throws Exception {
        Results results = RealRun.judged(Request.of("explore")
                .with("kernel", "today+pin-test-before-clear")
                .with("setup", "mapped-dirty")
                .with("kinds", "migrate-to-device,pin-fast")
                .with("operations", 2)
                .with("property", "pin-stable"));
        String id = Objects.requireNonNull(results.verdicts().get(0).shown()).file();
        Path race = page("race", new ModuleResults("", List.of(new Document("mm.json", JsonReport.of(results)))));
        browser.go(race, "#/v/" + id.replace(".mmtrace", ""));
        assertThat(browser.text(".why"))
                .contains("whenever these orders hold (proven", "without it: a run that passes");
        assertThat(browser.count(".why svg.curve")).isEqualTo(1);
        assertThat(browser.count(".why svg.curve .jump")).isEqualTo(1);
        assertThat(browser.text(".why details pre")).startsWith("T");
        browser.run("document.querySelector('.why .steps a').click()");
        browser.picture(FOLDER.resolve("race.png"));
        String step = browser.text(".why .steps a").replaceAll("\\D+", "");
        browser.until("return document.querySelector('.where').textContent.startsWith(arguments[0] + ' ')", step);
    }

    @Test
    void aScreenReaderIsTold() throws Exception {
        violation(0, "/2");
        List<String> spoken = browser.spoken();
        assertThat(spoken)
                .contains(
                        "navigation \"views\"",
                        "link \"Overview\"",
                        "button \"dark or light\"",
                        "slider \"step\"",
                        "button \"to the start (Home)\"",
                        "button \"one step back (left arrow)\"",
                        "button \"one step on (right arrow)\"",
                        "button \"to the violation (End)\"",
                        "checkbox \"every step\"",
                        "region \"the machine at this step\"",
                        "group \"to take along\"",
                        "button \"replay command\"",
                        "table \"Page tables\"")
                .anyMatch(s -> s.startsWith("heading \"T0 took the dirty pte"))
                .anyMatch(s -> s.startsWith("region \"lanes: one column for each CPU"))
                .anyMatch(s -> s.startsWith("image \"the run in lanes, "))
                .anyMatch(s -> s.startsWith("image \"probability of the violation"))
                .anyMatch(s -> s.startsWith("main "))
                .noneMatch(s -> s.matches("(button|link|slider|checkbox|table|heading) \"\""));
        assertThat(browser.run("return document.querySelector('#step').getAttribute('aria-valuetext')"))
                .asString()
                .startsWith("step 2: T0 ");
        assertThat(browser.run("return document.querySelector('[aria-live=polite]').textContent"))
                .asString()
                .startsWith("step 2: T0 ");
        browser.go(page(), "");
        assertThat(browser.spoken())
                .contains("columnheader \"what was lost\"", "rowheader \"dirty-carried\"", "link \"Coverage\"")
                .noneMatch(s -> s.matches("(button|link|heading) \"\""));
    }

    @Test
    void everythingCanBeReachedByKeyboard() throws Exception {
        browser.go(page(), "");
        for (int tabs = 0; tabs < 12; tabs++) {
            browser.press(Keys.TAB);
            if (Boolean.TRUE.equals(browser.run("return document.activeElement.matches('.list a')"))) {
                break;
            }
        }
        browser.press(Keys.ENTER);
        browser.until("return document.querySelector('svg.drawing')");
        browser.run("document.getElementById('step').focus()");
        browser.press(Keys.HOME, Keys.ARROW_RIGHT);
        assertThat(where()).isEqualTo(1);
        for (String wanted :
                List.of("[aria-label^='one step on']", "#every", ".lanes", ".take button", ".why summary")) {
            boolean reached = false;
            for (int tabs = 0; tabs < 15 && !reached; tabs++) {
                browser.press(Keys.TAB);
                reached =
                        Boolean.TRUE.equals(browser.run("return document.activeElement.matches(arguments[0])", wanted));
            }
            assertThat(reached).as(wanted).isTrue();
        }
    }

    @Test
    void aRealLogAndWhatWasMutatedHaveTheirTables() throws Exception {
        Path folder = FOLDER.resolve("conform");
        for (String log : List.of("lostdirty-fixed", "lostdirty-fix-removed")) {
            RealRun.conformed(folder, Path.of("..", "it", "tour", "logs", log + ".log"), "v6.12");
        }
        RealRun.mutated(folder);
        List<Document> documents = Collected.below(folder);
        assertThat(documents).hasSize(3);
        Path page = page("conform", new ModuleResults("", documents));
        browser.go(page, "");
        assertThat(browser.text("main")).contains("22/23 operations agree", "mutants on kernel today");
        browser.go(page, "#/conform");
        assertThat(browser.text("h1")).isEqualTo("Conformance with logs of real kernels");
        assertThat(browser.count("main h2")).isEqualTo(2);
        assertThat(browser.text("main")).contains("lostdirty-fixed.log, kernel v6.12", "theme", "compared of all");
        assertThat(browser.text("main")).contains("Differences");
        browser.picture(FOLDER.resolve("conform.png"));
        browser.go(page, "#/mutate");
        assertThat(browser.text("main"))
                .contains(
                        "mutants on kernel today",
                        "Killed",
                        "migrate_vma_collect_pmd.COPY_DIRTY drop",
                        "dirty-carried");
        assertThat(browser.count("td.n")).isGreaterThan(2);
        browser.picture(FOLDER.resolve("mutate.png"));
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
        browser.run("addEventListener('beforeprint', () => {"
                + " window.leftClosed = document.querySelectorAll('details:not([open])').length; })");
        Object pdf = browser.devtools("Page.printToPDF", Map.of("printBackground", true))
                .get("data");
        assertThat(browser.run("return window.leftClosed"))
                .as("what cannot be opened on paper")
                .isEqualTo(0L);
        assertThat(browser.count("details[open]")).isZero();
        Files.write(FOLDER.resolve("violation.pdf"), Base64.getDecoder().decode(String.valueOf(pdf)));
        assertThat(Files.size(FOLDER.resolve("violation.pdf"))).isGreaterThan(10_000);
    }

    @Test
    void whatIsAFindingAndWhatWasNotRunAreTold() throws Exception {
        String two = (String) browser.run(
                "const d = JSON.parse(arguments[0]); d.millis = 3140; for (const k of d.kernels) k.patches.forEach(p =>"
                        + " p.finding = p.id === 'dirty-bit-not-copied'); const other = structuredClone(d.properties[0]);"
                        + " other.kernel = 'today'; other.outcome = 'held'; other.failed = false; delete other.counterexample;"
                        + " d.properties.push(other); return JSON.stringify(d)",
                json);
        browser.go(page("finding", new ModuleResults("", List.of(new Document("mm.json", two)))), "");
        List<String> cells = List.of(browser.text("table.matrix tbody").split("(?=\u2713|\u2717|not run)"));
        assertThat(cells).anyMatch(c -> c.startsWith("\u2717 finding")).anyMatch(c -> c.startsWith("not run"));
        assertThat(cells).anyMatch(c -> c.startsWith("\u2713 held")).anyMatch(c -> c.startsWith("\u2717 violated"));
        assertThat(browser.text(".facts")).contains("600 tries a kernel", "steps, 3.1 s");
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
        browser.until("return document.querySelector('.why')");
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
        browser.until("return document.querySelector('.why')");
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
