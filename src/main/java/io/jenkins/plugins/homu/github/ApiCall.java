package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * One request to be made, apart from how it is made.
 *
 * @param kind for the count and for messages: {@code GET pull}
 * @param target where to: path segments below the REST root, or a whole address
 * @param body JSON; null: none
 * @param identity whose credentials go with it
 * @param safe asks only, so that it may be repeated
 * @param content makes something that people are notified of, which GitHub limits harder
 */
record ApiCall(
        String method, String kind, Target target, JsonNode body, Identity identity, boolean safe, boolean content) {

    /** Where a request goes to. */
    sealed interface Target {
        record Path(List<String> segments, List<String> query) implements Target {}

        record Address(HttpUrl url) implements Target {}

        record GraphQl() implements Target {}
    }

    /** Whose credentials a request carries; matters to a GitHub App only. */
    sealed interface Identity {
        /** Those of the installation that the repository belongs to. */
        record Installation(RepositoryId repository) implements Identity {}

        /** Those of the account, or of the App itself. */
        record Account() implements Identity {}
    }

    /** @param path below {@code repos/OWNER/NAME}: each argument is one segment, whatever it holds */
    static ApiCall of(String method, String kind, RepositoryId repository, JsonNode body, String... path) {
        List<String> segments = new ArrayList<>(List.of("repos", repository.owner(), repository.name()));
        segments.addAll(Arrays.asList(path));
        return new ApiCall(
                method,
                method + " " + kind,
                new Target.Path(List.copyOf(segments), List.of()),
                body,
                new Identity.Installation(repository),
                method.equals("GET"),
                false);
    }

    /** The repository of that number, whatever it is called by now. */
    static ApiCall byNumber(RepositoryId repository, long number) {
        return new ApiCall(
                "GET",
                "GET repository",
                new Target.Path(List.of("repositories", String.valueOf(number)), List.of()),
                null,
                new Identity.Installation(repository),
                true,
                false);
    }

    static ApiCall get(String kind, RepositoryId repository, String... path) {
        return of("GET", kind, repository, null, path);
    }

    /** Asks something about an organisation, on behalf of a repository. @param path each argument is one segment */
    static ApiCall onBehalf(String kind, RepositoryId repository, String... path) {
        return new ApiCall(
                "GET",
                "GET " + kind,
                new Target.Path(List.of(path), List.of()),
                null,
                new Identity.Installation(repository),
                true,
                false);
    }

    /** About the account itself; such requests change nothing that a repetition could do twice. */
    static ApiCall account(String method, String kind, String... path) {
        return new ApiCall(
                method,
                method + " " + kind,
                new Target.Path(List.of(path), List.of()),
                null,
                new Identity.Account(),
                true,
                false);
    }

    static ApiCall graphQl(String kind, RepositoryId repository, JsonNode body, boolean safe) {
        return new ApiCall(
                "POST",
                "POST graphql " + kind,
                new Target.GraphQl(),
                body,
                new Identity.Installation(repository),
                safe,
                false);
    }

    /** @param query names and values in turn */
    ApiCall query(String... query) {
        Target.Path path = (Target.Path) target;
        List<String> all = new ArrayList<>(path.query);
        all.addAll(Arrays.asList(query));
        return new ApiCall(
                method, kind, new Target.Path(path.segments, List.copyOf(all)), body, identity, safe, content);
    }

    /** A time as GitHub reads it: in whole seconds. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    ApiCall asContent() {
        return new ApiCall(method, kind, target, body, identity, safe, true);
    }

    /** Whether it goes by the repository's name. */
    boolean isByName() {
        return target instanceof Target.Path path && path.segments.get(0).equals("repos");
    }

    /** The same with the repository called so, on behalf of the same. */
    ApiCall under(RepositoryId name) {
        if (!(target instanceof Target.Path path) || !isByName()) {
            return this;
        }
        List<String> segments = new ArrayList<>(path.segments);
        segments.set(1, name.owner());
        segments.set(2, name.name());
        return new ApiCall(
                method, kind, new Target.Path(List.copyOf(segments), path.query), body, identity, safe, content);
    }

    /** The same request for another address: the next page. */
    ApiCall at(HttpUrl url) {
        return new ApiCall(method, kind, new Target.Address(url), body, identity, safe, content);
    }

    boolean isGraphQl() {
        return target instanceof Target.GraphQl;
    }

    /** @throws GatewayException when a segment could be taken for another path */
    HttpUrl url(HttpUrl restRoot, HttpUrl graphQlUrl) throws GatewayException {
        if (target instanceof Target.Address address) {
            return address.url;
        }
        if (!(target instanceof Target.Path path)) {
            return graphQlUrl;
        }
        HttpUrl.Builder url = restRoot.newBuilder();
        for (String segment : path.segments) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw GatewayException.permanent(0, kind + ": GitHub has no such name, it has an empty or a dot part");
            }
            url.addPathSegment(segment);
        }
        for (int i = 0; i < path.query.size(); i += 2) {
            url.addQueryParameter(path.query.get(i), path.query.get(i + 1));
        }
        return url.build();
    }

    Optional<RepositoryId> repository() {
        return identity instanceof Identity.Installation installation
                ? Optional.of(installation.repository)
                : Optional.empty();
    }
}
