package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.EnvVars;
import hudson.model.Action;
import hudson.model.EnvironmentContributingAction;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.port.Builder.Build;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Says which build of the queue a build of Jenkins is. Goes with the queue item to the build and is stored with both, so
 * that they are found again after a restart. Fields are of kinds that Jenkins stores.
 */
public final class HomuBuildAction implements EnvironmentContributingAction, Queue.QueueAction {
    private final String label;
    private final String repository;
    private final long attempt;
    private final String builder;
    private final int restart;
    private final String kind;
    private final String base;
    private final String baseCommit;
    private final String branch;
    private final String commit;
    private final String pulls;
    private final String approvedBy;

    HomuBuildAction(Build build) {
        Attempt of = build.attempt();
        label = build.repository().label();
        repository = build.repository().repository().toString();
        attempt = of.id();
        builder = build.builder().name();
        restart = build.restart();
        kind = of.kind().name().toLowerCase(java.util.Locale.ROOT);
        base = of.baseRef();
        baseCommit = of.base().map(CommitSha::value).orElse("");
        branch = of.ciBranch();
        commit = of.merge().orElseThrow().value();
        pulls = of.pulls().stream()
                .map(member -> String.valueOf(member.number()))
                .collect(Collectors.joining(","));
        approvedBy = of.pulls().stream().map(AttemptMember::approver).distinct().collect(Collectors.joining(","));
    }

    boolean isOf(String otherLabel, long otherAttempt, String otherBuilder) {
        return label.equals(otherLabel) && attempt == otherAttempt && builder.equals(otherBuilder);
    }

    boolean isOf(Build build) {
        return isOf(
                        build.repository().label(),
                        build.attempt().id(),
                        build.builder().name())
                && restart == build.restart();
    }

    public String label() {
        return label;
    }

    public String builder() {
        return builder;
    }

    public int restart() {
        return restart;
    }

    public long attempt() {
        return attempt;
    }

    public CommitSha merge() {
        return new CommitSha(commit);
    }

    public String base() {
        return base;
    }

    /** Empty when it was not known. */
    String baseCommit() {
        return baseCommit;
    }

    /** The branch that was moved to the merge commit. */
    public String branch() {
        return branch;
    }

    public boolean isTry() {
        return kind.equals("try");
    }

    public String kind() {
        return kind;
    }

    public String repository() {
        return repository;
    }

    public String approvedBy() {
        return approvedBy;
    }

    /** The numbers of the pull requests it tests. */
    public List<Integer> pulls() {
        return List.of(pulls.split(",")).stream().map(Integer::valueOf).toList();
    }

    /** {@code #12, #13}. */
    String pullsInWords() {
        return pulls().stream().map(number -> "#" + number).collect(Collectors.joining(", "));
    }

    /**
     * What a build is told, as parameters where the job has such, and as environment always. Made of our own words, numbers
     * and names of branches that GitHub allows; never titles or other texts.
     */
    Map<String, String> variables() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("HOMU_COMMIT", commit);
        all.put("HOMU_BRANCH", branch);
        all.put("HOMU_KIND", kind);
        all.put("HOMU_PULLS", pulls);
        all.put("HOMU_REPOSITORY", repository);
        all.put("HOMU_LABEL", label);
        all.put("HOMU_BASE", base);
        all.put("HOMU_BASE_COMMIT", baseCommit);
        all.put("HOMU_APPROVED_BY", approvedBy);
        all.put("HOMU_BUILDER", builder);
        return all;
    }

    @Override
    public void buildEnvironment(Run<?, ?> run, EnvVars env) {
        env.putAll(variables());
    }

    /** A build of another attempt is another build: Jenkins must not take the two for one. */
    @Override
    public boolean shouldSchedule(List<Action> actions) {
        return actions.stream()
                .filter(HomuBuildAction.class::isInstance)
                .map(HomuBuildAction.class::cast)
                .noneMatch(other -> other.isOf(label, attempt, builder) && other.restart == restart);
    }

    @Override
    public String getIconFileName() {
        return "symbol-homu plugin-homu";
    }

    @Override
    public String getDisplayName() {
        return Messages.HomuBuildAction_displayName(pullsInWords());
    }

    /** The page of the first pull request. */
    @Override
    public String getUrlName() {
        return "/homu/results/"
                + URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20") + "/" + pulls().get(0);
    }
}
