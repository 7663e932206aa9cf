package io.jenkins.plugins.homu.jenkins.web;

import hudson.Extension;
import hudson.model.RootAction;
import hudson.security.Permission;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.RollupRequested;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;
import io.jenkins.plugins.homu.core.event.Event.TreeSet;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.http.FormFields;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.http.PageContent;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryAdministration;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code /homu/}: the pages in Jenkins' layout, JSON, live updates, and what a manager of the queues may do. */
@Extension
public class HomuRootAction implements RootAction {
    static final String URL = "homu";

    static {
        // Jenkins loads this class, the owner of the permissions, when it reads who has which.
        HomuPermissions.register();
    }

    private static final long ANSWER_SECONDS = 30;

    @Override
    public String getIconFileName() {
        return Jenkins.get().hasPermission(HomuPermissions.VIEW) ? "symbol-homu plugin-homu" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.HomuRootAction_displayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Reviewers look at it all the time: Jenkins would put it into a menu of odds and ends otherwise. */
    @Override
    public boolean isPrimaryAction() {
        return true;
    }

    /** Used by views. */
    @Restricted(NoExternalUse.class)
    public Permission getViewPermission() {
        return HomuPermissions.VIEW;
    }

    @Restricted(NoExternalUse.class)
    public void doIndex(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        doDynamic(request, response);
    }

    /** Everything that only reads. */
    @Restricted(NoExternalUse.class)
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        Jenkins.get().checkPermission(HomuPermissions.VIEW);
        String context = request.getContextPath() + "/" + URL;
        String rawPath = request.getRequestURI().substring(context.length());
        if (rawPath.isEmpty()) {
            response.sendRedirect(context + "/");
            return;
        }
        Optional<HomuRuntime> runtime = QueueAccess.get().runtime();
        if (runtime.isEmpty()) {
            notRunning(rawPath, request, response);
            return;
        }
        HttpRequest asked = ServletExchange.request(request, rawPath, context, new byte[0]);
        boolean manages = Jenkins.get().hasPermission(HomuPermissions.MANAGE);
        answer(await(runtime.get().application().handle(manages ? asked : asked.onlyLooking())), request, response);
    }

    /**
     * {@code /homu/admin/repo}: adds, shows and removes repositories. Jenkins asks for a crumb with a POST only; a page of
     * another site can send neither a PUT nor a DELETE.
     */
    @Restricted(NoExternalUse.class)
    public void doAdmin(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String context = request.getContextPath() + "/" + URL;
        Optional<byte[]> body = ServletExchange.body(request);
        ServletExchange.write(
                body.isEmpty()
                        ? HttpResponse.error(413, "The body is too long.")
                        : RepositoryAdministration.answer(ServletExchange.request(
                                request, request.getRequestURI().substring(context.length()), context, body.get())),
                response);
    }

    private void answer(HttpResponse answer, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        if (answer.page().isPresent()) {
            show(answer.status(), answer.page().get(), request, response);
        } else if (answer.stream().isPresent()) {
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            answer.stream().get().accept(ServletEventStream.open(request, response));
        } else {
            ServletExchange.write(answer, response);
        }
    }

    private void show(int status, PageContent page, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        PageView view = new PageView(page);
        request.setAttribute("page", view);
        // A repository that can't be served is not in the list, so the list says why.
        request.setAttribute("problems", view.isIndex() ? shownProblems() : List.of());
        request.getView(this, "page").forward(request, response);
    }

    private void notRunning(String rawPath, StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        if (rawPath.startsWith("/api/") || rawPath.equals("/metrics")) {
            ServletExchange.write(
                    HttpResponse.error(
                                    503,
                                    "The merge queue does not run: it is not configured, or can't be run as"
                                            + " configured. The system configuration of Jenkins says more.")
                            .with("Retry-After", "60"),
                    response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_OK);
        request.setAttribute("problems", shownProblems());
        request.getView(this, "notRunning").forward(request, response);
    }

    /** Names of credentials and the like are for administrators. */
    private static List<String> shownProblems() {
        return Jenkins.get().hasPermission(Jenkins.SYSTEM_READ)
                ? QueueAccess.get().problems()
                : List.of();
    }

    private static HttpResponse await(CompletableFuture<HttpResponse> answered) {
        try {
            return answered.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpResponse.error(503, "Jenkins is about to stop.");
        } catch (TimeoutException e) {
            return HttpResponse.error(503, "The answer took too long.").with("Retry-After", "5");
        } catch (ExecutionException e) {
            throw new IllegalStateException("An answer always comes, if only to say what failed", e);
        }
    }

    /** Compares one repository with GitHub now. */
    @RequirePOST
    @Restricted(NoExternalUse.class)
    public org.kohsuke.stapler.HttpResponse doSync(@QueryParameter String label) {
        return manage(label, SyncRequested::new);
    }

    /** Starts no more merges; what is being tested goes on. */
    @RequirePOST
    @Restricted(NoExternalUse.class)
    public org.kohsuke.stapler.HttpResponse doPause(@QueryParameter String label) {
        return manage(label, by -> new TreeSet(Optional.of(TreeState.ALL), Optional.empty(), by));
    }

    /** Ends a pause. */
    @RequirePOST
    @Restricted(NoExternalUse.class)
    public org.kohsuke.stapler.HttpResponse doResume(@QueryParameter String label) {
        return manage(label, by -> new TreeSet(Optional.empty(), Optional.empty(), by));
    }

    /** Puts the chosen pull requests together; none chosen: those that are marked for it. */
    @RequirePOST
    @Restricted(NoExternalUse.class)
    public org.kohsuke.stapler.HttpResponse doMakeRollup(StaplerRequest2 request, @QueryParameter String label) {
        String[] chosen = request.getParameterValues("prs");
        List<Integer> numbers =
                new FormFields(chosen == null ? null : "prs=" + String.join(",", chosen)).numbers("prs");
        return submit(label, by -> new RollupRequested(numbers, by))
                .orElseGet(() -> HttpResponses.redirectTo("queue/"
                        + URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20")));
    }

    private static org.kohsuke.stapler.HttpResponse manage(String label, Function<String, Event> byWhom) {
        return submit(label, byWhom).orElseGet(HttpResponses::forwardToPreviousPage);
    }

    /** Why the queue did not take it; empty: it did. */
    private static Optional<org.kohsuke.stapler.HttpResponse> submit(String label, Function<String, Event> byWhom) {
        Jenkins.get().checkPermission(HomuPermissions.MANAGE);
        Event event = byWhom.apply(Jenkins.getAuthentication2().getName());
        Optional<HomuRuntime> runtime = QueueAccess.get().runtime();
        if (runtime.isEmpty()) {
            return refused(503, "The merge queue does not run; the system configuration of Jenkins says why.");
        }
        Optional<String> why = runtime.get().notBegun(label);
        if (why.isPresent()) {
            return refused(503, "The queue of " + LogLine.quote(label) + " has not begun yet. " + why.get());
        }
        return runtime.get().sink().submit(label, event)
                ? Optional.empty()
                : refused(404, "There is no repository " + LogLine.quote(label) + ".");
    }

    private static Optional<org.kohsuke.stapler.HttpResponse> refused(int status, String why) {
        return Optional.of(HttpResponses.errorWithoutStack(status, why));
    }
}
