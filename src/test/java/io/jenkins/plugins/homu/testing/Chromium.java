package io.jenkins.plugins.homu.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.Assume;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser, as Debian packages it. Tests that want one are skipped where it is missing. */
public final class Chromium implements AutoCloseable {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PICTURES = Path.of("target", "screenshots");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PICTURE_TRIES = 5;

    public final ChromeDriver driver;

    private final Path directory;
    private final boolean hasScript;

    private Chromium(ChromeDriver driver, Path directory, boolean hasScript) {
        this.driver = driver;
        this.directory = directory;
        this.hasScript = hasScript;
    }

    public static void assumeInstalled() {
        for (Path program : List.of(BROWSER, DRIVER)) {
            if (!Files.isExecutable(program)) {
                System.out.println("skipped: no Chromium at " + program);
            }
            Assume.assumeTrue("skipped: no Chromium at " + program, Files.isExecutable(program));
        }
    }

    /** @param now what the pages' scripts take the time to be */
    public static Chromium start(boolean script, Instant now) {
        Chromium chromium = start(script);
        chromium.driver.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument", Map.of("source", "Date.now = () => " + now.toEpochMilli()));
        return chromium;
    }

    public static Chromium start(boolean script) {
        assumeInstalled();
        Path directory = freshDirectory();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                // Names that browsers do not trust as they do loopback addresses.
                "--host-resolver-rules=MAP *.test 127.0.0.1",
                "--user-data-dir=" + directory);
        if (!script) {
            options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        Chromium chromium = new Chromium(new ChromeDriver(service, options), directory, script);
        chromium.driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
        chromium.size(1360, 900);
        return chromium;
    }

    private static Path freshDirectory() {
        try {
            return Files.createTempDirectory("homu-chromium");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Emulated exactly, since a window can't be made as narrow as a phone. */
    public void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(Math.max(width, 600), height));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    public void prefer(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    public void open(String url) {
        driver.get(url);
    }

    public WebElement element(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** Clicks what leads to another page, and waits until the browser has left this one: it loads the other before it answers again. */
    public void follow(By what) {
        WebElement page = driver.findElement(By.tagName("html"));
        driver.findElement(what).click();
        new WebDriverWait(driver, PATIENCE).until(ExpectedConditions.stalenessOf(page));
    }

    public void follow(String css) {
        follow(By.cssSelector(css));
    }

    public List<WebElement> elements(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The numbers of the rows that can be seen, from top to bottom. */
    public List<String> numbers() {
        return texts(".homu-row .homu-cell--number");
    }

    /** What is read in the elements that can be seen: at one moment, since a live page may replace any of them at the next. */
    @SuppressWarnings("unchecked")
    public List<String> texts(String css) {
        return (List<String>) run(
                """
                return Array.from(document.querySelectorAll(arguments[0]))
                    .filter(element => element.checkVisibility({visibilityProperty: true, opacityProperty: true})
                        && element.getBoundingClientRect().width > 0 && element.getBoundingClientRect().height > 0)
                    .map(element => element.innerText.trim());""",
                css);
    }

    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    public String focused() {
        return (String) run(
                "var e = document.activeElement; return e.id || e.getAttribute('href') || e.className || e.tagName");
    }

    /** What the browser complained of since the last call: scripts' errors, and what the policy forbade. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Keeps a picture of the window, or of the whole page, in target/screenshots. */
    public void picture(String name, boolean whole) {
        try {
            Files.createDirectories(PICTURES);
            byte[] png;
            if (whole) {
                png = wholePage();
            } else {
                png = driver.getScreenshotAs(OutputType.BYTES);
            }
            Files.write(PICTURES.resolve(name + ".png"), png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A page counts as loaded before it is drawn, and until then the picture would be one of the page before it, which is
     * being taken down: Chromium says that it is not attached, or has no width. So two frames are waited for; a page that
     * changes in between is tried again, and nothing else is taken in its place.
     */
    private byte[] wholePage() {
        for (int tried = 1; ; tried++) {
            try {
                awaitDrawn();
                Object data = driver.executeCdpCommand(
                                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                        .get("data");
                return Base64.getDecoder().decode((String) data);
            } catch (WebDriverException e) {
                if (tried == PICTURE_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void awaitDrawn() {
        if (hasScript) {
            driver.executeAsyncScript(
                    """
                    var done = arguments[arguments.length - 1];
                    requestAnimationFrame(function () { requestAnimationFrame(function () { done(); }); });""");
        } else {
            // Nothing is called for a frame then, but a picture of the window takes one.
            driver.getScreenshotAs(OutputType.BYTES);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            System.out.println("left behind by the browser: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
