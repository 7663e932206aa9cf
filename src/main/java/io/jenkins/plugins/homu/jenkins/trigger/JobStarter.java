package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionList;
import hudson.model.Action;
import hudson.model.CauseAction;
import hudson.model.Executor;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.SimpleParameterDefinition;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;

/** Starts, finds and stops builds of Jenkins' jobs, as Jenkins itself: whoever configures the queue says which jobs. */
@SuppressWarnings("try") // who one acts as is restored at the end, and not asked for in between
public final class JobStarter implements Builder {
    @Override
    public Started start(Build build) throws GatewayException {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            JobTarget target = target(build);
            Optional<Reported> earlier = trace(build, target.job());
            if (earlier.isPresent()) {
                return new Started.Going(earlier.get());
            }
            return schedule(build, target);
        } catch (NotStartableException e) {
            return new Started.Impossible(e.getMessage());
        }
    }

    private static JobTarget target(Build build) throws NotStartableException, GatewayException {
        Item item = Jenkins.get().getItemByFullName(build.job());
        if (item == null) {
            throw new NotStartableException("There is no job " + LogLine.quote(build.job())
                    + ". Create it, or correct the builder in the configuration of Homu.");
        }
        for (JobTarget.Resolver resolver : ExtensionList.lookup(JobTarget.Resolver.class)) {
            Optional<JobTarget> target = resolver.resolve(item, build);
            if (target.isPresent()) {
                return target.get();
            }
        }
        if (!(item instanceof ParameterizedJob<?, ?> job)) {
            throw new NotStartableException(LogLine.quote(build.job())
                    + " is not a job that can be built. Choose a job or a multibranch project in the configuration of"
                    + " Homu.");
        }
        List<Action> pins = new ArrayList<>();
        for (JobTarget.Pin pin : ExtensionList.lookup(JobTarget.Pin.class)) {
            pin.pin(job, build).ifPresent(pins::add);
        }
        return new JobTarget(job, pins);
    }

    private static Started schedule(Build build, JobTarget target) throws NotStartableException, GatewayException {
        Job<?, ?> job = (Job<?, ?>) target.job();
        if (!job.isBuildable()) {
            throw new NotStartableException("The job " + LogLine.quote(job.getFullName())
                    + " is disabled or not complete. Enable it, or choose another in the configuration of Homu.");
        }
        HomuBuildAction ours = new HomuBuildAction(build);
        List<Action> actions = new ArrayList<>(target.actions());
        actions.add(new CauseAction(new HomuCause(ours)));
        actions.add(ours);
        parameters(job, ours).ifPresent(actions::add);
        Queue.Item queued = ParameterizedJobMixIn.scheduleBuild2(job, 0, actions.toArray(new Action[0]));
        if (queued == null) {
            throw GatewayException.transientTrouble(
                    0,
                    "Jenkins did not take " + LogLine.quote(job.getFullName())
                            + " into its queue; it is about to shut down, or a plugin forbids it",
                    Optional.empty(),
                    null);
        }
        return new Started.Going(BuildReports.of(ours, queued));
    }

    /** Values for the job's parameters: ours for those of our names, its defaults for the others. */
    private static Optional<Action> parameters(Job<?, ?> job, HomuBuildAction ours) throws NotStartableException {
        ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
        if (property == null) {
            return Optional.empty();
        }
        Map<String, String> variables = ours.variables();
        List<ParameterValue> values = new ArrayList<>();
        Set<String> safe = new TreeSet<>();
        for (ParameterDefinition definition : property.getParameterDefinitions()) {
            String given = variables.get(definition.getName());
            ParameterValue value =
                    given == null ? definition.getDefaultParameterValue() : value(job, definition, given);
            if (value != null) {
                values.add(value);
                safe.add(definition.getName());
            }
        }
        return Optional.of(new ParametersAction(values, safe));
    }

    private static ParameterValue value(Job<?, ?> job, ParameterDefinition definition, String given)
            throws NotStartableException {
        String where = "The parameter " + definition.getName() + " of the job " + LogLine.quote(job.getFullName());
        if (!(definition instanceof SimpleParameterDefinition simple)) {
            throw new NotStartableException(where + " can't take a text. Make it a string parameter.");
        }
        Optional<ParameterValue> taken = taken(simple, given);
        return taken.orElseThrow(() -> new NotStartableException(
                where + " doesn't take the value " + LogLine.quote(given) + ". Make it a string parameter."));
    }

    /** Empty when the parameter is made for other values. */
    private static Optional<ParameterValue> taken(SimpleParameterDefinition definition, String given) {
        try {
            ParameterValue value = definition.createValue(given);
            // A boolean takes whatever it is given for false.
            boolean lost = value.getValue() instanceof Boolean truth
                    && !truth.toString().equals(given);
            return lost ? Optional.empty() : Optional.of(value);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void cancel(Stop stop) {
        String label = stop.repository().label();
        long attempt = stop.attempt();
        String builder = stop.builder();
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            Queue queue = Queue.getInstance();
            for (Queue.Item item : queue.getItems()) {
                HomuBuildAction action = item.getAction(HomuBuildAction.class);
                if (action != null && action.isOf(label, attempt, builder)) {
                    queue.cancel(item);
                }
            }
            for (Executor executor : RunningBuilds.executors()) {
                RunningBuilds.actionOf(executor)
                        .filter(action -> action.isOf(label, attempt, builder))
                        .ifPresent(action -> executor.interrupt(Result.ABORTED, new HomuInterruption()));
            }
        }
    }

    @Override
    public Optional<Reported> find(Build build) throws GatewayException {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            if (build.builder().kind() == BuilderSettings.Kind.REPORTED) {
                return StatusReports.find(build);
            }
            ParameterizedJob<?, ?> job = target(build).job();
            return Optional.of(trace(build, job)
                    .orElseGet(() -> BuildReports.lost(
                            new HomuBuildAction(build),
                            "Jenkins has no trace of its build in " + LogLine.quote(((Job<?, ?>) job).getFullName()))));
        } catch (NotStartableException e) {
            return Optional.of(BuildReports.lost(new HomuBuildAction(build), e.getMessage()));
        }
    }

    /** The queue item or build that was started for it earlier. */
    private static Optional<Reported> trace(Build build, ParameterizedJob<?, ?> target) {
        for (Queue.Item item : Queue.getInstance().getItems()) {
            HomuBuildAction action = item.getAction(HomuBuildAction.class);
            if (action != null && action.isOf(build)) {
                return Optional.of(BuildReports.of(action, item));
            }
        }
        // A build is begun after its attempt, so older ones need no look.
        long oldest = build.attempt().createdAt().toEpochMilli();
        for (Run<?, ?> run : ((Job<?, ?>) target).getBuilds()) {
            HomuBuildAction action = run.getAction(HomuBuildAction.class);
            if (action != null && action.isOf(build)) {
                return Optional.of(BuildReports.of(action, run));
            }
            if (run.getTimeInMillis() < oldest) {
                break;
            }
        }
        return Optional.empty();
    }
}
