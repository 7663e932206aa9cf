package io.jenkins.plugins.homu.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.http.Handler;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.http.Target;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.runtime.admin.AdminRoutes;
import io.jenkins.plugins.homu.runtime.admin.Documents;
import io.jenkins.plugins.homu.runtime.admin.OriginalCommands;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import io.jenkins.plugins.homu.runtime.admin.RepositoryAdmin;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Admin;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code /admin}: the original's commands in a POST, and the Quay fork's {@code /admin/repo}. What is asked is done by one
 * thread, one after the other, because it calls GitHub and others, and two changes must not meet.
 */
public final class AdminInterface implements Handler, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AdminInterface.class.getName());
    private static final int MOST_WAITING = 16;
    private static final String ORIGINAL = "web.secret";

    private final Admin settings;
    private final AdminAccess access;
    private final AdminRoutes routes;
    private final OriginalCommands commands;
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(task, "homu-admin");
                thread.setDaemon(true);
                return thread;
            });

    /** @param sink takes what the original's sync_all asks for */
    public AdminInterface(Admin settings, RepositoryAdmin admin, Supplier<EventSink> sink, Clock clock) {
        this.settings = settings;
        this.access = new AdminAccess(clock);
        this.routes = new AdminRoutes(admin);
        this.commands = new OriginalCommands(
                admin, labels -> labels.forEach(label -> sink.get().submit(label, new SyncRequested("admin"))));
    }

    @Override
    public CompletableFuture<HttpResponse> handle(HttpRequest request) {
        try {
            Target target = Target.of(request);
            List<String> rest = target.segments().subList(1, target.segments().size());
            return rest.isEmpty() ? original(request) : fork(request, target, rest);
        } catch (Target.Malformed e) {
            return done(HttpResponse.error(400, e.getMessage()));
        } catch (Refusal e) {
            return done(AdminRoutes.refusal(e));
        }
    }

    private CompletableFuture<HttpResponse> fork(HttpRequest request, Target target, List<String> rest) {
        if (settings.login().isEmpty()) {
            return done(HttpResponse.error(404, "This is not set up: set [admin] username and secret."));
        }
        String who = settings.login().get().username();
        var refused = access.refusal(request, settings.login().get());
        if (refused.isPresent()) {
            AdminRoutes.audit(request, "", "nobody", refused.get().status());
            return done(refused.get());
        }
        return rest.get(0).equals("repo")
                ? later(request, () -> routes.answer(request, target, rest, who))
                : done(HttpResponse.error(404, "There is nothing at this address. Offered is /admin/repo."));
    }

    private CompletableFuture<HttpResponse> original(HttpRequest request) throws Refusal {
        if (settings.webSecret().isEmpty()) {
            return done(HttpResponse.error(404, "This is not set up: set [web] secret. Also offered is /admin/repo."));
        }
        if (!request.method().equals("POST")) {
            return done(HttpResponse.error(405, "This address only takes POST.").with("Allow", "POST"));
        }
        ObjectNode body = AdminRoutes.body(request);
        var refused = access.refusal(
                request,
                Documents.text(body, "secret").orElse(""),
                settings.webSecret().get());
        if (refused.isPresent()) {
            AdminRoutes.audit(request, "", "nobody", refused.get().status());
            return done(refused.get());
        }
        return later(request, () -> commands.answer(request, body, ORIGINAL));
    }

    private CompletableFuture<HttpResponse> later(HttpRequest request, Supplier<HttpResponse> work) {
        try {
            return CompletableFuture.supplyAsync(work, worker);
        } catch (RejectedExecutionException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("admin-busy")
                            .with("from", request.remoteAddress())
                            .toString());
            return done(HttpResponse.error(503, "Too many changes wait already. Try again in a few seconds.")
                    .with("Retry-After", "5"));
        }
    }

    private static CompletableFuture<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    /** Lets the change that is under way end, for a few seconds. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(3, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
