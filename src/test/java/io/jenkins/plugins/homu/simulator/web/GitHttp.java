package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.Accounts;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Git over HTTP by {@code git http-backend}, so that {@code clone_url} can be cloned and pushed to with a token as the
 * password, as with GitHub.
 */
final class GitHttp {

    private static final Pattern PATH =
            Pattern.compile("/([A-Za-z0-9._-]+)/([A-Za-z0-9._-]+)\\.git/(info/refs|git-upload-pack|git-receive-pack)");

    private final GitHubSimulator github;
    private final Authentication authentication;

    GitHttp(GitHubSimulator github, Authentication authentication) {
        this.github = github;
        this.authentication = authentication;
    }

    boolean owns(String path) {
        return PATH.matcher(path).matches();
    }

    boolean handle(Request request, Response response, Callback callback) throws IOException {
        Matcher matcher = PATH.matcher(request.getHttpURI().getPath());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(request.getHttpURI().getPath());
        }
        String query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
        boolean pushing = (matcher.group(3) + query).contains("git-receive-pack");
        Optional<Accounts.Token> caller =
                authentication.token(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        Optional<SimRepository> found = github.find(matcher.group(1), matcher.group(2));
        Permission needed = pushing ? Permission.WRITE : Permission.READ;
        Permission given =
                found.map(repository -> permission(repository, caller)).orElse(Permission.NONE);
        Optional<SimRepository> moved =
                found.isPresent() ? Optional.empty() : github.formerly(matcher.group(1), matcher.group(2));
        if (moved.isPresent()) {
            String to = "/" + moved.get().fullName() + ".git/" + matcher.group(3);
            response.getHeaders().put(HttpHeader.LOCATION, github.url() + to + (query.isEmpty() ? "" : "?" + query));
            refuse(response, 301, "Moved Permanently", callback);
        } else if (caller.isEmpty() && !given.includes(needed)) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"GitHub\"");
            refuse(response, 401, "Authentication required", callback);
        } else if (!given.includes(Permission.READ)) {
            refuse(response, 404, "Repository not found.", callback);
        } else if (!given.includes(needed)) {
            String user = caller.get().user().login();
            refuse(response, 403, "Permission to " + found.get().fullName() + ".git denied to " + user + ".", callback);
        } else {
            serve(request, response, callback, found.get(), matcher.group(3), query, caller);
        }
        return true;
    }

    private static Permission permission(SimRepository repository, Optional<Accounts.Token> caller) {
        Permission open = repository.isPrivate() ? Permission.NONE : Permission.READ;
        return caller.map(token -> {
                    if (token.installation() == null) {
                        return repository.permission(token.user());
                    }
                    boolean own = token.installation().account().id()
                            == repository.owner().id();
                    return own ? Permission.WRITE : open;
                })
                .orElse(open);
    }

    private static void refuse(Response response, int status, String text, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }

    private static void serve(
            Request request,
            Response response,
            Callback callback,
            SimRepository repository,
            String service,
            String query,
            Optional<Accounts.Token> caller)
            throws IOException {
        byte[] body = Content.Source.asInputStream(request).readAllBytes();
        Path directory = repository.gitDir();
        Path input = Files.createTempFile("simulator", ".pack");
        try {
            // a file, for a pipe would need a second thread to be filled while the answer is read
            Files.write(input, body);
            ProcessBuilder builder = new ProcessBuilder("git", "http-backend")
                    .redirectInput(input.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            Map<String, String> environment = builder.environment();
            environment.put("GIT_PROJECT_ROOT", directory.getParent().toString());
            environment.put("GIT_HTTP_EXPORT_ALL", "1");
            environment.put("PATH_INFO", "/" + directory.getFileName() + "/" + service);
            environment.put("REQUEST_METHOD", request.getMethod());
            environment.put("QUERY_STRING", query);
            environment.put("CONTENT_LENGTH", Integer.toString(body.length));
            put(environment, "CONTENT_TYPE", request.getHeaders().get(HttpHeader.CONTENT_TYPE));
            put(environment, "HTTP_CONTENT_ENCODING", request.getHeaders().get(HttpHeader.CONTENT_ENCODING));
            put(environment, "GIT_PROTOCOL", request.getHeaders().get("Git-Protocol"));
            environment.put(
                    "REMOTE_USER", caller.map(token -> token.user().login()).orElse(""));
            Process process = builder.start();
            process.getOutputStream().close();
            try (InputStream answer = process.getInputStream()) {
                byte[] whole = answer.readAllBytes();
                repository.notePushes();
                send(response, whole, callback);
            }
        } finally {
            Files.delete(input);
        }
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    /** Passes on a CGI answer: headers, an empty line, the body. */
    private static void send(Response response, byte[] answer, Callback callback) {
        int at = 0;
        response.setStatus(200);
        while (at < answer.length) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (at < answer.length && answer[at] != '\n') {
                line.write(answer[at++]);
            }
            at++;
            String header = line.toString(StandardCharsets.ISO_8859_1).strip();
            if (header.isEmpty()) {
                break;
            }
            int colon = header.indexOf(':');
            String name = header.substring(0, colon);
            String value = header.substring(colon + 1).strip();
            if (name.equalsIgnoreCase("Status")) {
                response.setStatus(Integer.parseInt(value.substring(0, 3)));
            } else {
                response.getHeaders().put(name, value);
            }
        }
        int from = Math.min(at, answer.length);
        response.write(true, ByteBuffer.wrap(answer, from, answer.length - from), callback);
    }
}
