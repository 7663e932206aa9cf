package io.jenkins.plugins.homu.core.settings;

/** What can change a pull request's labels; the key in the configuration is {@link #key}. */
public enum LabelEvent {
    APPROVED("approved"),
    /** The approval was taken back by a command or voided. */
    REJECTED("rejected"),
    CONFLICT("conflict"),
    SUCCEED("succeed"),
    FAILED("failed"),
    TRY("try"),
    TRY_SUCCEED("try_succeed"),
    TRY_FAILED("try_failed"),
    EXEMPTED("exempted"),
    TIMED_OUT("timed_out"),
    INTERRUPTED("interrupted"),
    PUSHED("pushed"),
    /** It was taken into a rollup. */
    ROLLUP_MADE("rollup_made"),
    /** That rollup doesn't hold any more, or was closed, without having been merged. */
    ROLLUP_ENDED("rollup_ended");

    private final String key;

    LabelEvent(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }
}
