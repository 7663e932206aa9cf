package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Result;
import hudson.model.Run;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Tells what one block of a Pipeline made of its build. Steps such as {@code junit} make it unstable without failing. */
public interface BlockResult extends ExtensionPoint {
    /** What to know a block by later on, which may be after a restart. */
    Optional<String> block(StepContext context);

    /** SUCCESS when the block has nothing to do with the build being worse than that. */
    Result result(Run<?, ?> run, String block);

    static Optional<String> begin(StepContext context) {
        return ExtensionList.lookup(BlockResult.class).stream()
                .flatMap(known -> known.block(context).stream())
                .findFirst();
    }

    /** Where nobody knows blocks, what the build as a whole came to so far. */
    static Result of(Run<?, ?> run, Optional<String> block) {
        Result all = run.getResult();
        if (all == null || all == Result.SUCCESS || block.isEmpty()) {
            return all == null ? Result.SUCCESS : all;
        }
        return ExtensionList.lookup(BlockResult.class).stream()
                .map(known -> known.result(run, block.get()))
                .findFirst()
                .orElse(all);
    }
}
