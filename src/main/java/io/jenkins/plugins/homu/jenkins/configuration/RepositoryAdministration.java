package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.ci.Services;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.http.Target;
import io.jenkins.plugins.homu.port.WebAddress;
import io.jenkins.plugins.homu.runtime.admin.AdminRoutes;
import io.jenkins.plugins.homu.runtime.admin.OutsideAddress;
import io.jenkins.plugins.homu.runtime.admin.QuayRegistrar;
import io.jenkins.plugins.homu.runtime.admin.RepositoryAdmin;
import java.time.Instant;
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
            CredentialsLookup credentials = new CredentialsLookup();
            // Clients of its own: while nothing is configured, there are no queues that would have any.
            try (GitHubClient github =
                            ConnectionTest.client(new ConfigurationResolver(configuration, credentials).gitHub());
                    Services services = new Services(List.of(), JenkinsProxies.now(), Instant::now)) {
                OutsideAddress outside = new OutsideAddress(
                        RepositoryAdministration::callbacks,
                        "set the Jenkins URL in the system configuration to the address by which this Jenkins is reached"
                                + " from outside");
                RepositoryAdmin admin = new RepositoryAdmin(
                        new ConfigurationShelf(configuration, credentials),
                        () -> github,
                        outside,
                        "/github",
                        List.of(new QuayRegistrar(
                                new JenkinsQuayAccounts(credentials),
                                services::quay,
                                Optional.empty(),
                                () -> github,
                                outside)));
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

    /** Where callbacks are taken; empty when Jenkins' own address is not known, or is none. */
    private static Optional<String> callbacks() {
        try {
            return Optional.ofNullable(Jenkins.get().getRootUrl())
                    .map(url -> WebAddress.of(url, "https://jenkins.example.org") + "/homu-webhook");
        } catch (IllegalArgumentException e) {
            // Whoever asked is told to set it.
            return Optional.empty();
        }
    }
}
