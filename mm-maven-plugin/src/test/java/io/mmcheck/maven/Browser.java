package io.mmcheck.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium as Debian has it, without a window, driven through WebDriver. It is installed if it is missing and that can be done. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Why there is no browser, or an empty text. */
    static String missing() throws IOException, InterruptedException {
        if (Boolean.getBoolean("mm.noBrowser")) {
            return "no browser is wanted (mm.noBrowser)";
        }
        if (!installed()) {
            Process install = new ProcessBuilder(
                            "sh",
                            "-c",
                            "(apt-get update && apt-get install -y --no-install-recommends chromium chromium-driver fonts-dejavu-core)"
                                    + " > /dev/null 2>&1")
                    .start();
            if (install.waitFor() != 0) {
                return "no chromium and chromedriver, and apt-get cannot install them";
            }
        }
        return installed() ? "" : "no " + CHROMIUM + " or no " + DRIVER;
    }

    private static boolean installed() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    static Browser open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
                "--window-size=1500,1000");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable("browser", Level.ALL);
        logs.enable("performance", Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
        return new Browser(driver);
    }

    void go(Path page, String fragment) {
        driver.get("about:blank");
        driver.get(page.toUri() + fragment);
        until("return location.protocol === 'file:' && document.querySelector('#app main')"); // a busy machine comes
        // back early
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String text(String selector) {
        return String.valueOf(
                run("const e = document.querySelector(arguments[0]); return e ? e.textContent : null", selector));
    }

    long count(String selector) {
        return (Long) run("return document.querySelectorAll(arguments[0]).length", selector);
    }

    String style(String selector, String property) {
        return String.valueOf(
                run("return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", selector, property));
    }

    String address() {
        return driver.getCurrentUrl();
    }

    String title() {
        return driver.getTitle();
    }

    /** Waits until a script returns something true, and returns that. */
    Object until(String script, Object... arguments) {
        return driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);"
                        + " const look = async () => { const value = await (function () { " + script
                        + " }).apply(null, given); if (value) { done(value); } else { setTimeout(look, 20); } }; look();",
                arguments);
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** As a person does: scripts may not write to the clipboard unasked. */
    void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    void paste() {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys("v")
                .keyUp(Keys.CONTROL)
                .perform();
    }

    Map<String, Object> devtools(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    /** What a screen reader is told: role and name of every element that it is told of, {@code button "link"}. */
    List<String> spoken() {
        List<String> spoken = new ArrayList<>();
        for (Object node :
                (List<?>) devtools("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
            Map<?, ?> one = (Map<?, ?>) node;
            if (!Boolean.TRUE.equals(one.get("ignored"))) {
                spoken.add(value(one.get("role")) + " \"" + value(one.get("name")) + "\"");
            }
        }
        return spoken;
    }

    private static String value(Object property) {
        return property instanceof Map<?, ?> map ? String.valueOf(map.get("value")) : "";
    }

    void media(String type, String scheme) {
        devtools(
                "Emulation.setEmulatedMedia",
                Map.of("media", type, "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void picture(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the console of the page said. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Every request for something that is no file of this test. */
    List<String> requests() {
        return driver.manage().logs().get("performance").getAll().stream()
                .map(LogEntry::getMessage)
                .filter(m -> m.contains("Network.requestWillBeSent\""))
                .filter(m -> !m.matches("(?s).*\"url\":\"(file|data|blob|about):.*"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
