package io.jenkins.plugins.homu.http;

/** One open answer of server-sent events; a shell implements it over its own way to write. Methods may be called from any thread. */
public interface EventStream {
    /**
     * Hands over some bytes of text (UTF-8) to be sent at once, after all that was handed over before.
     *
     * @return false when the reader is gone, or so far behind that the shell would have to keep more for it than it
     *     wants to (some tens of kilobytes); the stream is then closed by the caller. Never waits for the reader.
     */
    boolean offer(String text);

    /** Ends the answer. May be called more than once. */
    void close();

    /** Calls {@code action} once when the reader is gone or the stream was closed; at once where it is so already. */
    void onClose(Runnable action);
}
