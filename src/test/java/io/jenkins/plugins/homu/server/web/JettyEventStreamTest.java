package io.jenkins.plugins.homu.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.Test;

/** The two ways in which Jetty ends a write: before it returns, and later. */
public class JettyEventStreamTest {
    private static final int MANY = 100_000;

    /** All that is asked of a response here is to write. */
    private static Response response(Consumer<Callback> write) {
        return (Response) Proxy.newProxyInstance(
                JettyEventStreamTest.class.getClassLoader(),
                new Class<?>[] {Response.class},
                (proxy, method, given) -> {
                    assertThat(method.getName()).isEqualTo("write");
                    write.accept((Callback) given[2]);
                    return null;
                });
    }

    @Test
    public void whatComesDuringEachWriteTakesNoMoreOfTheStack() {
        JettyEventStream[] stream = new JettyEventStream[1];
        int[] written = new int[1];
        stream[0] = new JettyEventStream(
                response(callback -> {
                    if (++written[0] < MANY) {
                        assertThat(stream[0].offer("more")).isTrue();
                    }
                    callback.succeeded();
                }),
                Callback.NOOP);
        stream[0].offer("first");
        assertThat(written[0]).isEqualTo(MANY);
    }

    @Test
    public void oneWriteIsUnderWayAtATime() {
        Queue<Callback> underWay = new ArrayDeque<>();
        JettyEventStream stream = new JettyEventStream(response(underWay::add), Callback.NOOP);
        stream.offer("a");
        stream.offer("b");
        stream.offer("c");
        assertThat(underWay).hasSize(1);
        underWay.remove().succeeded();
        assertThat(underWay).hasSize(1);
        underWay.remove().succeeded();
        assertThat(underWay).isEmpty();
        stream.offer("d");
        assertThat(underWay).hasSize(1);
    }

    @Test
    public void closedWhileAWriteIsUnderWayItEndsWithTheLast() {
        Queue<Callback> underWay = new ArrayDeque<>();
        int[] ended = new int[1];
        JettyEventStream stream =
                new JettyEventStream(response(underWay::add), Callback.from(() -> ended[0]++, failure -> {}));
        stream.offer("a");
        stream.close();
        stream.close();
        underWay.remove().succeeded();
        assertThat(ended[0]).isZero();
        underWay.remove().succeeded();
        assertThat(ended[0]).isEqualTo(1);
        assertThat(stream.offer("b")).isFalse();
        assertThat(underWay).isEmpty();
    }
}
