package io.jenkins.plugins.homu.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between the store and a PostgreSQL server, and cuts the wire where it hurts. */
final class CuttingProxy implements AutoCloseable {
    /** What happens to a connection on which the client says COMMIT. */
    enum Cut {
        /** The server gets it; its answer does not come back. */
        AFTER_COMMIT,
        /** The server does not get it, and learns of the end of the connection. */
        BEFORE_COMMIT,
        /** The server does not get it, nor learns that nobody is there any more. */
        BEFORE_COMMIT_UNNOTICED,
        /** Nothing goes through any more, and neither side learns of it. */
        SILENCE
    }

    private static final System.Logger LOG = System.getLogger(CuttingProxy.class.getName());
    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> next = new AtomicReference<>();
    private volatile boolean refusing;
    private volatile CountDownLatch cut = new CountDownLatch(1);
    private volatile boolean refuseAfterCut;

    CuttingProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** @param refuseAfter whether no connection gets through from the cut on */
    void cutAtNextCommit(Cut how, boolean refuseAfter) {
        cut = new CountDownLatch(1);
        refuseAfterCut = refuseAfter;
        next.set(how);
    }

    void awaitCut() throws InterruptedException {
        cut.await();
    }

    void letThrough() {
        refusing = false;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(client);
                sockets.add(server);
                start(() -> pump(client, server, true));
                start(() -> pump(server, client, false));
            } catch (IOException e) {
                // Closed, or the server is away: the client sees that.
                LOG.log(System.Logger.Level.DEBUG, "not connected", e);
            }
        }
    }

    private void pump(Socket from, Socket to, boolean fromClient) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Cut how = fromClient && contains(buffer, n) ? next.getAndSet(null) : null;
                if (how == null) {
                    out.write(buffer, 0, n);
                    continue;
                }
                refusing = refuseAfterCut;
                if (how == Cut.AFTER_COMMIT) {
                    // Deaf first, so that no answer slips through.
                    from.setSoLinger(true, 0);
                    from.close();
                    out.write(buffer, 0, n);
                    out.flush();
                } else if (how != Cut.SILENCE) {
                    from.setSoLinger(true, 0);
                    from.close();
                    if (how == Cut.BEFORE_COMMIT) {
                        to.close();
                    }
                }
                cut.countDown();
                return;
            }
            from.close();
            to.close();
        } catch (IOException e) {
            // The other direction, or a cut, has closed it.
            LOG.log(System.Logger.Level.DEBUG, "connection ended", e);
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "not closed", e);
        }
    }

    private static boolean contains(byte[] buffer, int length) {
        for (int i = 0; i + COMMIT.length <= length; i++) {
            int j = 0;
            while (j < COMMIT.length && buffer[i + j] == COMMIT[j]) {
                j++;
            }
            if (j == COMMIT.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
