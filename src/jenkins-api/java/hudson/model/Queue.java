package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Queue extends hudson.model.ResourceController implements hudson.model.Saveable {
    public Queue(hudson.model.LoadBalancer p0) {}

    public native boolean cancel(hudson.model.Queue.Item p0);

    public static native hudson.model.Queue getInstance();

    public native hudson.model.Queue.Item[] getItems();

    public abstract class BlockedItem extends hudson.model.Queue.NotWaitingItem {
        private BlockedItem() {
            super((hudson.model.Queue.NotWaitingItem) null);
        }

        public native hudson.model.queue.CauseOfBlockage getCauseOfBlockage();
    }

    public abstract static class BuildableItem extends hudson.model.Queue.NotWaitingItem {
        private BuildableItem() {
            super((hudson.model.Queue.NotWaitingItem) null);
        }

        public native hudson.model.queue.CauseOfBlockage getCauseOfBlockage();
    }

    public interface Executable extends java.lang.Runnable, jenkins.console.WithConsoleUrl {}

    public interface FlyweightTask extends hudson.model.Queue.Task {}

    @SuppressWarnings("rawtypes")
    public abstract static class Item extends hudson.model.Actionable implements jenkins.model.queue.QueueItem {
        public final hudson.model.Queue.Task task = null;

        protected Item(hudson.model.Queue.Item p0) {}

        public abstract hudson.model.queue.CauseOfBlockage getCauseOfBlockage();
    }

    public abstract static class LeftItem extends hudson.model.Queue.Item {
        private LeftItem() {
            super((hudson.model.Queue.Item) null);
        }

        public native hudson.model.queue.CauseOfBlockage getCauseOfBlockage();

        public native boolean isCancelled();
    }

    public abstract static class NotWaitingItem extends hudson.model.Queue.Item {
        protected NotWaitingItem(hudson.model.Queue.NotWaitingItem p0) {
            super((hudson.model.Queue.Item) null);
        }
    }

    public interface QueueAction extends hudson.model.Action {
        boolean shouldSchedule(java.util.List<hudson.model.Action> p0);
    }

    public interface Task extends jenkins.model.FullyNamedModelObject, hudson.model.queue.SubTask {}
}
