package hudson.model.queue;

/** Signatures only, see docs/development.md. */
public interface SubTask extends hudson.model.ResourceActivity, jenkins.model.queue.ITask {
    default hudson.model.Queue.Executable getOwnerExecutable() {
        throw new UnsupportedOperationException("a signature only");
    }

    default hudson.model.Queue.Task getOwnerTask() {
        throw new UnsupportedOperationException("a signature only");
    }
}
