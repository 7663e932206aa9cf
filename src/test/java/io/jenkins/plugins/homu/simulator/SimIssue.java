package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.json.PullEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An issue, which a pull request also is: title, conversation, labels, assignees. */
public class SimIssue {

    private final SimRepository repository;
    private final int number;
    private final long id;
    private final SimUser author;
    private final Instant createdAt;
    private final Map<String, SimLabel> labels = new LinkedHashMap<>();
    private final List<SimUser> assignees = new ArrayList<>();
    private final Map<Long, SimComment> comments = new LinkedHashMap<>();
    private String title;
    private String body;
    private boolean open = true;
    private boolean locked;
    private Instant updatedAt;
    private Instant closedAt;
    private SimUser closedBy;

    SimIssue(SimRepository repository, int number, SimUser author, String title, String body) {
        this.repository = repository;
        this.number = number;
        this.id = repository.simulator().nextId();
        this.author = author;
        this.title = title;
        this.body = body;
        this.createdAt = repository.now();
        this.updatedAt = createdAt;
    }

    /** Somebody writes a comment; returns its identifier. */
    public long comment(String user, String text) {
        return comment(repository.simulator().user(user), text).id();
    }

    public SimComment comment(SimUser user, String text) {
        return repository.locked(() -> {
            if (locked && !repository.permission(user).includes(Permission.WRITE)) {
                throw new Refusal(403, "Unable to create comment because issue is locked.");
            }
            Instant now = repository.now();
            SimComment comment = new SimComment(repository.simulator().nextId(), number, user, text, now, now);
            comments.put(comment.id(), comment);
            repository.issues().remember(comment);
            updatedAt = now;
            repository.emit(
                    "issue_comment",
                    "created",
                    user,
                    () -> PullEvents.issueComment(repository, "created", this, comment, null));
            return comment;
        });
    }

    /** Changes the text of a comment; the editor may be another than its author. */
    public SimComment editComment(long commentId, String text, SimUser editor) {
        return repository.locked(() -> {
            SimComment old = comments.get(commentId);
            SimComment now = old.edited(text, repository.now());
            comments.put(commentId, now);
            repository.issues().remember(now);
            repository.emit(
                    "issue_comment",
                    "edited",
                    editor,
                    () -> PullEvents.issueComment(repository, "edited", this, now, old.body()));
            return now;
        });
    }

    public void deleteComment(long commentId, SimUser actor) {
        repository.locked(() -> {
            SimComment old = comments.remove(commentId);
            repository.issues().forget(old);
            repository.emit(
                    "issue_comment",
                    "deleted",
                    actor,
                    () -> PullEvents.issueComment(repository, "deleted", this, old, null));
        });
    }

    public List<SimComment> comments() {
        return repository.locked(() -> List.copyOf(comments.values()));
    }

    /** The names of the labels, in the order in which they were added. */
    public List<String> labels() {
        return repository.locked(() -> List.copyOf(labels.keySet()));
    }

    public List<SimLabel> labelList() {
        return repository.locked(() -> List.copyOf(labels.values()));
    }

    /** Somebody (the owner) puts a label on it. */
    public void label(String name) {
        addLabel(name, repository.owner());
    }

    public void unlabel(String name) {
        removeLabel(name, repository.owner());
    }

    public void addLabel(String name, SimUser actor) {
        repository.locked(() -> {
            SimLabel label = repository.issues().label(name);
            if (labels.putIfAbsent(label.name(), label) == null) {
                touch();
                changed("labeled", actor, Map.of("label", label));
            }
        });
    }

    /** Takes a label off; false when it was not there. */
    public boolean removeLabel(String name, SimUser actor) {
        return repository.locked(() -> {
            Optional<String> key =
                    labels.keySet().stream().filter(name::equalsIgnoreCase).findFirst();
            key.ifPresent(found -> {
                SimLabel label = labels.remove(found);
                touch();
                changed("unlabeled", actor, Map.of("label", label));
            });
            return key.isPresent();
        });
    }

    public void assign(String user) {
        SimUser assignee = repository.simulator().user(user);
        repository.locked(() -> {
            if (!assignees.contains(assignee)) {
                assignees.add(assignee);
                touch();
                changed("assigned", repository.owner(), Map.of("assignee", assignee));
            }
        });
    }

    public void unassign(String user) {
        SimUser assignee = repository.simulator().user(user);
        repository.locked(() -> {
            if (assignees.remove(assignee)) {
                touch();
                changed("unassigned", repository.owner(), Map.of("assignee", assignee));
            }
        });
    }

    public List<SimUser> assignees() {
        return repository.locked(() -> List.copyOf(assignees));
    }

    /** Changes title and text; null leaves one as it is. */
    public void edit(String newTitle, String newBody) {
        edit(newTitle, newBody, author);
    }

    public void edit(String newTitle, String newBody, SimUser actor) {
        repository.locked(() -> {
            Map<String, Object> from = new LinkedHashMap<>();
            if (newTitle != null && !newTitle.equals(title)) {
                from.put("title", title);
                title = newTitle;
            }
            if (newBody != null && !newBody.equals(body)) {
                from.put("body", body == null ? "" : body);
                body = newBody;
            }
            if (!from.isEmpty()) {
                touch();
                changed("edited", actor, Map.of("changes", from));
            }
        });
    }

    /** Locks the conversation: only who may push can still comment. */
    public void lock(boolean lock) {
        repository.locked(() -> {
            locked = lock;
            touch();
            changed(lock ? "locked" : "unlocked", repository.owner(), Map.of());
        });
    }

    public void close() {
        close(author);
    }

    public void close(SimUser actor) {
        repository.locked(() -> {
            if (open) {
                closing(actor);
                changed("closed", actor, Map.of());
            }
        });
    }

    final void closing(SimUser actor) {
        open = false;
        closedAt = repository.now();
        closedBy = actor;
        touch();
        repository.issues().closedOne();
    }

    public void reopen() {
        reopen(author);
    }

    public void reopen(SimUser actor) {
        repository.locked(() -> {
            if (!open) {
                open = true;
                closedAt = null;
                closedBy = null;
                touch();
                repository.issues().reopenedOne();
                changed("reopened", actor, Map.of());
            }
        });
    }

    final boolean openNow() {
        return open;
    }

    final void touch() {
        updatedAt = repository.now();
    }

    /** Sends the event of an action on this issue; a pull request overrides it with its own event. */
    void changed(String action, SimUser actor, Map<String, Object> details) {
        repository.emit("issues", action, actor, () -> PullEvents.issue(repository, action, this, details));
    }

    public SimRepository repository() {
        return repository;
    }

    public int number() {
        return number;
    }

    public long id() {
        return id;
    }

    public SimUser author() {
        return author;
    }

    public String title() {
        return repository.locked(() -> title);
    }

    /** The text, which may be null. */
    public String body() {
        return repository.locked(() -> body);
    }

    public boolean isOpen() {
        return repository.locked(() -> open);
    }

    public boolean isLocked() {
        return repository.locked(() -> locked);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return repository.locked(() -> updatedAt);
    }

    public Instant closedAt() {
        return repository.locked(() -> closedAt);
    }

    public SimUser closedBy() {
        return repository.locked(() -> closedBy);
    }
}
