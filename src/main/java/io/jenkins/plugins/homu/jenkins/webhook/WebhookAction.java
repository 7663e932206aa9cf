package io.jenkins.plugins.homu.jenkins.webhook;

import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.web.ServletExchange;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * {@code /homu-webhook/github} and those of builders outside: open to everybody, because they have no account here.
 * Nothing is believed before its signature or secret fitted.
 */
@Extension
public class WebhookAction implements UnprotectedRootAction {
    static final String URL = "homu-webhook";
    static final Set<String> SOURCES = Set.of("github", "buildbot", "travis", "quay");
    /** GitHub waits for ten. */
    private static final long ANSWER_SECONDS = 9;

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    @Restricted(NoExternalUse.class)
    public void doIndex(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        doDynamic(request, response);
    }

    @Restricted(NoExternalUse.class)
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        ServletExchange.write(answer(request), response);
    }

    private static HttpResponse answer(StaplerRequest2 request) throws IOException {
        String context = request.getContextPath() + "/" + URL;
        String rawPath = request.getRequestURI().substring(context.length());
        if (!SOURCES.contains(source(rawPath))) {
            return HttpResponse.error(
                    404,
                    "Webhooks of GitHub are taken at /" + URL + "/github, reports of Buildbot, Travis CI and Quay at /"
                            + URL + "/buildbot, /travis and /quay.");
        }
        Optional<byte[]> body = ServletExchange.body(request);
        if (body.isEmpty()) {
            return HttpResponse.error(413, "The body is longer than " + HttpRequest.MAX_BODY + " bytes.");
        }
        Optional<HomuRuntime> runtime = QueueAccess.get().runtime();
        if (runtime.isEmpty()) {
            return unavailable("The merge queue does not run.");
        }
        try {
            return runtime.get()
                    .application()
                    .handle(ServletExchange.request(request, rawPath, context, body.get()))
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable("Jenkins is about to stop.");
        } catch (TimeoutException e) {
            return unavailable("The delivery could not be kept in time.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("An answer always comes, if only to say what failed", e);
        }
    }

    /** The first segment of the path; that of Quay has some beneath it. */
    private static String source(String rawPath) {
        String[] segments = rawPath.split("/", 3);
        return segments.length == 2 || (segments.length == 3 && segments[1].equals("quay")) ? segments[1] : "";
    }

    /** @param path below that of Jenkins; may be null @return whether reports are posted there */
    static boolean isOurs(String path) {
        String prefix = "/" + URL;
        return path != null
                && path.startsWith(prefix + "/")
                && SOURCES.contains(source(path.substring(prefix.length())));
    }

    private static HttpResponse unavailable(String why) {
        return HttpResponse.error(503, why + " Send it again in 30 s.").with("Retry-After", "30");
    }
}
