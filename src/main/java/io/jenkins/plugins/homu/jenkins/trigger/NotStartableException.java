package io.jenkins.plugins.homu.jenkins.trigger;

/** A job can't be started, and couldn't if asked again. The message names the job, the cause and what to do. */
public class NotStartableException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotStartableException(String message) {
        super(message);
    }
}
