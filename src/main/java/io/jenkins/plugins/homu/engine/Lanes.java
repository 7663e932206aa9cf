package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.Synchronise;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** All lanes of one repository's outbox. */
final class Lanes {
    private final AtomicInteger size = new AtomicInteger();
    private final Lane acts;
    private final Lane says;
    private final Lane looks;
    private final Lane syncs;
    private final Lane calls;

    Lanes(String label, Commons commons, Work work, Carrier carrier, Lane.Owner owner, Troubles troubles) {
        this.acts = new Lane("act", label, commons, work, carrier, commons.acts(), owner, troubles, size);
        this.says = new Lane("say", label, commons, work, carrier, commons.says(), owner, troubles, size);
        this.looks = new Lane("look", label, commons, work, carrier, commons.looks(), owner, troubles, size);
        this.syncs = new Lane("sync", label, commons, work, carrier, commons.syncs(), owner, troubles, size);
        this.calls = new Lane("call", label, commons, work, carrier, commons.calls(), owner, troubles, size);
    }

    /** How many effects are to be carried out, at one moment. */
    int size() {
        return size.get();
    }

    List<Lane> all() {
        return List.of(acts, says, looks, syncs, calls);
    }

    /** Comparing with GitHub takes long and has threads of its own; the other questions don't wait for it. */
    Lane of(Effect effect) {
        return switch (effect.lane()) {
            case ACT -> acts;
            case SAY -> says;
            case LOOK -> effect instanceof Synchronise ? syncs : looks;
            case CALL -> calls;
        };
    }

    boolean isSynchronising() {
        return syncs.has(Synchronise.class);
    }
}
