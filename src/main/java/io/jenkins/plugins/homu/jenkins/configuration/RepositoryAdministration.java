package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.http.Target;
import io.jenkins.plugins.homu.runtime.admin.AdminRoutes;
import io.jenkins.plugins.homu.runtime.admin.RepositoryAdmin;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** {@code /homu/admin/repo}, for administrators of this Jenkins. */
public final class RepositoryAdministration {
    /** Two changes must not meet. */
    private static final Object LOCK = new Object();

    private RepositoryAdministration() {}

    /** @param request whose sender was found to be an administrator */
    public static HttpResponse answer(HttpRequest request) {
        Target target;
        try {
            target = Target.of(request);
        } catch (Target.Malformed e) {
            return HttpResponse.error(400, e.getMessage());
        }
        List<String> rest = target.segments().subList(1, target.segments().size());
        if (rest.isEmpty() || !rest.get(0).equals("repo")) {
            return HttpResponse.error(404, "There is nothing at this address. Offered is /homu/admin/repo.");
        }
        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        synchronized (LOCK) {
            // A client of its own: while nothing is configured, there are no queues that would have one.
            try (GitHubClient github =
                    ConnectionTest.client(new ConfigurationResolver(configuration, new CredentialsLookup()).gitHub())) {
                RepositoryAdmin admin = new RepositoryAdmin(
                        new ConfigurationShelf(configuration),
                        () -> github,
                        () -> Optional.ofNullable(Jenkins.get().getRootUrl()).map(url -> url + "homu-webhook"),
                        "/github",
                        List.of());
                return new AdminRoutes(admin)
                        .answer(
                                request,
                                target,
                                rest,
                                Jenkins.getAuthentication2().getName());
            } catch (ConfigurationException e) {
                return HttpResponse.error(409, e.getMessage());
            }
        }
    }
}
