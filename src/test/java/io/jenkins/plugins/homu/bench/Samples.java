package io.jenkins.plugins.homu.bench;

import java.util.Arrays;

/** Times in nanoseconds. Safe for use by many threads. */
final class Samples {
    private long[] values = new long[1024];
    private int size;
    private boolean sorted;

    synchronized void add(long nanos) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = nanos;
        sorted = false;
    }

    synchronized int size() {
        return size;
    }

    /** A percentile in milliseconds; 100 is the longest. */
    synchronized double millis(double percentile) {
        if (size == 0) {
            return Double.NaN;
        }
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        int index = (int) Math.ceil(percentile / 100 * size) - 1;
        return values[Math.max(0, Math.min(size - 1, index))] / 1e6;
    }
}
