package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What we need of Quay's API, with the routes, required fields and statuses of its source, and its notifications. Long,
 * because it is a whole other program. No such server can be had for tests: Quay needs a registry, a database and workers.
 */
public final class QuayStub implements AutoCloseable {
    public static final String TOKEN = "quay-oauth-token-0123456789";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern REPOSITORY = Pattern.compile("/api/v1/repository/([^/]+)/([^/]+)(?:/(.*))?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Repository> repositories = new LinkedHashMap<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    /** Method, path and body of every call. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    private String from = "";
    private String to = "";
    private boolean roomForPrivate = true;

    /** A repository. */
    public static final class Repository {
        public final String path;
        public final String visibility;
        public final Map<String, ObjectNode> notifications = new LinkedHashMap<>();
        public final Map<String, ObjectNode> triggers = new LinkedHashMap<>();
        /** The newest last. */
        public final List<ObjectNode> builds = new ArrayList<>();

        Repository(String path, String visibility) {
            this.path = path;
            this.visibility = visibility;
        }
    }

    private static final class Fault {
        final Pattern call;
        final int status;
        int times;

        Fault(String call, int status, int times) {
            this.call = Pattern.compile(call);
            this.status = status;
            this.times = times;
        }
    }

    private static final class Answer extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final transient JsonNode body;

        Answer(int status, JsonNode body) {
            super(null, null, false, false);
            this.status = status;
            this.body = body;
        }
    }

    public QuayStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public QuayAccount account() {
        return new QuayAccount(URI.create(url()), java.util.Optional.of(TOKEN));
    }

    // ---- what tests arrange --------------------------------------------------------------------------------------

    /** What is addressed to one host is sent to another: Quay refuses to call localhost. */
    public void resolve(String host, String target) {
        from = host;
        to = target;
    }

    /** The next calls whose method and path match fail. */
    public void fail(String call, int status, int times) {
        faults.add(new Fault(call, status, times));
    }

    public void planIsFull() {
        roomForPrivate = false;
    }

    public synchronized Repository create(String path) {
        Repository made = new Repository(path, "private");
        repositories.put(path, made);
        return made;
    }

    public synchronized Repository repository(String path) {
        return repositories.get(path);
    }

    public synchronized List<String> repositories() {
        return List.copyOf(repositories.keySet());
    }

    /** As made in the browser. @return its UUID */
    public synchronized String makeTrigger(String path) {
        String uuid = UUID.randomUUID().toString();
        repositories
                .get(path)
                .triggers
                .put(
                        uuid,
                        object().put("id", uuid)
                                .put("service", "custom-git")
                                .put("is_active", false)
                                .put("enabled", true));
        repositories.get(path).triggers.get(uuid).putObject("config");
        return uuid;
    }

    /** As by a push that a trigger of its own saw. @return its id */
    public synchronized String build(String path, String commit, String phase) {
        ObjectNode build = object().put("id", UUID.randomUUID().toString()).put("phase", phase);
        build.put("started", "Thu, 26 Nov 2026 18:00:00 -0000").put("display_name", commit.substring(0, 7));
        build.putObject("status").put("total_commands", 5);
        build.put("subdirectory", "/Dockerfile")
                .put("dockerfile_path", "/Dockerfile")
                .put("context", "/");
        build.putArray("tags").add("auto");
        build.putNull("manual_user").put("is_writer", true).putNull("error");
        build.putObject("trigger_metadata").put("commit", commit).put("git_url", "git@github.com:acme/widget.git");
        repositories.get(path).builds.add(build);
        return build.get("id").textValue();
    }

    public synchronized void phase(String path, String id, String phase) {
        repositories.get(path).builds.stream()
                .filter(build -> build.get("id").textValue().equals(id))
                .forEach(build -> build.put("phase", phase));
    }

    /** The build of a commit, once it was started. */
    public synchronized java.util.Optional<String> buildOf(String path, String commit) {
        return repositories.get(path).builds.stream()
                .filter(build ->
                        build.path("trigger_metadata").path("commit").asText().equals(commit))
                .map(build -> build.get("id").textValue())
                .findFirst();
    }

    /** What Quay posts when a build ended, as it is now: the same for all events. */
    public synchronized ObjectNode event(String path, String id) {
        ObjectNode build = repositories.get(path).builds.stream()
                .filter(one -> one.get("id").textValue().equals(id))
                .findFirst()
                .orElseThrow();
        String[] parts = path.split("/", 2);
        ObjectNode body =
                object().put("repository", path).put("namespace", parts[0]).put("name", parts[1]);
        body.put("docker_url", "quay.io/" + path);
        body.put("homepage", url() + "/repository/" + path + "/build/" + id);
        body.put("build_id", id).put("build_name", build.path("display_name").asText());
        body.putArray("docker_tags").add("auto");
        body.put("trigger_id", "t").put("trigger_kind", "custom-git");
        body.set("trigger_metadata", build.get("trigger_metadata"));
        return body;
    }

    /** Ends a build and tells those who want to know. @return the statuses that they answered */
    public List<Integer> finish(String path, String id, String phase) {
        phase(path, id, phase);
        String event = phase.equals("complete") ? "build_success" : "build_failure";
        String body = event(path, id).toString();
        List<ObjectNode> wanted;
        synchronized (this) {
            wanted = repositories.get(path).notifications.values().stream()
                    .filter(one -> one.path("event").asText().equals(event))
                    .filter(one -> one.path("number_of_failures").asInt() < 3)
                    .toList();
        }
        List<Integer> answers = new ArrayList<>();
        for (ObjectNode one : wanted) {
            int status = post(one.path("config").path("url").asText(), body);
            answers.add(status);
            synchronized (this) {
                one.put(
                        "number_of_failures",
                        status / 100 == 2 ? 0 : one.path("number_of_failures").asInt() + 1);
            }
        }
        return answers;
    }

    private int post(String address, String body) {
        URI url = URI.create(address);
        String pair = url.getUserInfo();
        URI target = URI.create(
                "http://" + (url.getAuthority().endsWith("@" + from) ? to : url.getAuthority()) + url.getRawPath());
        try {
            return client.send(
                            HttpRequest.newBuilder(target)
                                    .header("Content-type", "application/json")
                                    .header(
                                            "Authorization",
                                            "Basic "
                                                    + Base64.getEncoder()
                                                            .encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    // ---- the API -------------------------------------------------------------------------------------------------

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
            calls.add(call + (body.isEmpty() ? "" : " " + body));
            Answer answer;
            try {
                answer = answer(exchange, call, body);
            } catch (Answer thrown) {
                answer = thrown;
            }
            byte[] bytes =
                    answer.body == null ? new byte[0] : answer.body.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private synchronized Answer answer(HttpExchange exchange, String call, String body) throws IOException {
        for (Fault fault : faults) {
            if (fault.times > 0 && fault.call.matcher(call).find()) {
                fault.times--;
                return error(fault.status, "downstream_issue", "Out of order");
            }
        }
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        if (shown == null || !shown.equals("Bearer " + TOKEN)) {
            return error(401, "invalid_token", "Requires authentication");
        }
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/api/v1/repository")) {
            return method.equals("POST")
                    ? createRepository(json(body, "repository", "visibility", "description"))
                    : error(405, "invalid_request", "Method not allowed");
        }
        Matcher matcher = REPOSITORY.matcher(path);
        if (!matcher.matches()) {
            return error(404, "not_found", "Not Found");
        }
        Repository repository = repositories.get(matcher.group(1) + "/" + matcher.group(2));
        if (repository == null) {
            return error(404, "not_found", "Not Found");
        }
        String rest = matcher.group(3) == null ? "" : matcher.group(3);
        String[] parts = rest.split("/", -1);
        return switch (parts[0]) {
            case "" -> repository(method, repository);
            case "notification" -> notification(method, repository, parts[1], body);
            case "trigger" -> trigger(method, repository, parts, body);
            case "build" ->
                build(method, repository, parts[1], exchange.getRequestURI().getQuery());
            default -> error(404, "not_found", "Not Found");
        };
    }

    private Answer createRepository(JsonNode asked) {
        String name = asked.path("repository").asText();
        String path = asked.path("namespace").asText() + "/" + name;
        if (!List.of("public", "private").contains(asked.path("visibility").asText())) {
            return error(
                    400, "invalid_request", "'" + asked.path("visibility").asText() + "' is not one of the choices");
        }
        if (repositories.containsKey(path)) {
            return error(400, "invalid_request", "Repository already exists");
        }
        if (asked.path("visibility").asText().equals("private") && !roomForPrivate) {
            return error(402, "exceeds_license", "Payment Required");
        }
        if (!name.matches("[a-z0-9][.a-z0-9_-]{0,254}")) {
            return error(400, "invalid_request", "Invalid repository name");
        }
        repositories.put(path, new Repository(path, asked.path("visibility").asText()));
        return new Answer(
                201,
                object().put("namespace", asked.path("namespace").asText())
                        .put("name", name)
                        .put("kind", "image"));
    }

    private Answer repository(String method, Repository repository) {
        if (method.equals("DELETE")) {
            repositories.remove(repository.path);
            return new Answer(204, null);
        }
        return error(405, "invalid_request", "Method not allowed");
    }

    private Answer notification(String method, Repository repository, String uuid, String body) throws IOException {
        if (uuid.isEmpty()) {
            if (method.equals("GET")) {
                ObjectNode all = object();
                ArrayNode list = all.putArray("notifications");
                repository.notifications.values().forEach(list::add);
                return new Answer(200, all);
            }
            JsonNode asked = json(body, "event", "method", "config", "eventConfig");
            String url = asked.path("config").path("url").asText();
            String host = url.isEmpty() ? "" : String.valueOf(URI.create(url).getHost());
            if (!asked.path("method").asText().equals("webhook") || url.isEmpty()) {
                return error(400, "invalid_request", "Missing webhook URL");
            }
            if (host.equals("localhost") || host.equals("127.0.0.1")) {
                return error(400, "invalid_request", "Invalid webhook URL");
            }
            ObjectNode made = object().put("uuid", UUID.randomUUID().toString())
                    .put("title", asked.path("title").textValue())
                    .put("event", asked.path("event").asText())
                    .put("method", "webhook");
            made.set("config", asked.get("config"));
            made.set("event_config", asked.get("eventConfig"));
            made.put("number_of_failures", 0);
            repository.notifications.put(made.get("uuid").textValue(), made);
            return new Answer(201, made);
        }
        ObjectNode one = repository.notifications.get(uuid);
        if (one == null) {
            return error(
                    method.equals("GET") ? 404 : 400,
                    "invalid_request",
                    "No repository notification found for: " + repository.path + ", " + uuid);
        }
        return switch (method) {
            case "GET" -> new Answer(200, one);
            case "DELETE" -> {
                repository.notifications.remove(uuid);
                yield new Answer(204, null);
            }
            default -> {
                one.put("number_of_failures", 0);
                yield new Answer(204, null);
            }
        };
    }

    private Answer trigger(String method, Repository repository, String[] parts, String body) throws IOException {
        ObjectNode trigger = repository.triggers.get(parts[1]);
        if (trigger == null) {
            return error(404, "not_found", "Not Found");
        }
        boolean active = trigger.path("is_active").asBoolean();
        if (parts.length == 2) {
            if (method.equals("DELETE")) {
                repository.triggers.remove(parts[1]);
                return new Answer(204, null);
            }
            return new Answer(200, trigger);
        }
        if (parts[2].equals("activate")) {
            JsonNode asked = json(body, "config");
            if (active) {
                return error(400, "invalid_request", "Trigger config is not sufficient for activation.");
            }
            ObjectNode config = asked.get("config").deepCopy();
            ArrayNode credentials = config.putArray("credentials");
            credentials.addObject().put("name", "SSH Public Key").put("value", "ssh-rsa AAAA" + parts[1]);
            credentials
                    .addObject()
                    .put("name", "Webhook Endpoint URL")
                    .put("value", "https://$token:trigger-code-98765@quay.io/webhooks/push/trigger/" + parts[1]);
            trigger.set("config", config);
            trigger.put("is_active", true);
            return new Answer(200, trigger);
        }
        if (!parts[2].equals("start")) {
            return error(404, "not_found", "Not Found");
        }
        if (!trigger.path("enabled").asBoolean()) {
            return error(400, "invalid_request", "Trigger is not enabled.");
        }
        if (!active) {
            return error(400, "invalid_request", "Trigger is not active.");
        }
        JsonNode asked = json(body);
        if (!asked.has("commit_sha")) {
            return error(400, "invalid_request", "missing required parameter");
        }
        String id = build(repository.path, asked.get("commit_sha").asText(), "waiting");
        return new Answer(
                201,
                repository.builds.stream()
                        .filter(build -> build.get("id").textValue().equals(id))
                        .findFirst()
                        .orElseThrow());
    }

    private Answer build(String method, Repository repository, String id, String query) {
        if (id.isEmpty()) {
            int limit = query != null && query.matches("limit=\\d+") ? Integer.parseInt(query.substring(6)) : 5;
            ObjectNode all = object();
            ArrayNode list = all.putArray("builds");
            for (int i = repository.builds.size() - 1; i >= 0 && list.size() < limit; i--) {
                list.add(repository.builds.get(i));
            }
            return new Answer(200, all);
        }
        for (ObjectNode build : repository.builds) {
            if (build.get("id").textValue().equals(id)) {
                if (method.equals("GET")) {
                    return new Answer(200, build);
                }
                if (!build.get("phase").textValue().equals("waiting")) {
                    return error(400, "invalid_request", "Build is currently running or has finished");
                }
                build.put("phase", "cancelled");
                return new Answer(201, MAPPER.getNodeFactory().textNode("Okay"));
            }
        }
        return error(404, "not_found", "Not Found");
    }

    private JsonNode json(String body, String... required) throws IOException {
        JsonNode json = MAPPER.readTree(body);
        for (String key : required) {
            if (!json.has(key)) {
                throw error(400, "invalid_request", "'" + key + "' is a required property");
            }
        }
        return json;
    }

    private static Answer error(int status, String type, String message) {
        return new Answer(
                status,
                object().put("detail", message)
                        .put("error_message", message)
                        .put("error_type", type)
                        .put("title", type)
                        .put("status", status));
    }

    private static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
