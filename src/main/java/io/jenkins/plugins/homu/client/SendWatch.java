package io.jenkins.plugins.homu.client;

import okhttp3.Call;
import okhttp3.EventListener;

/** Notes whether any byte of a request went out. One for each request. */
public final class SendWatch extends EventListener {
    private volatile boolean sent;

    @Override
    public void requestHeadersStart(Call call) {
        sent = true;
    }

    public boolean isSent() {
        return sent;
    }
}
