package io.jenkins.plugins.homu.port;

import java.util.List;

/** Takes from a comment what may hold commands: no quotes, code, HTML comments, links. */
public interface MarkupReader {
    /** @param body may be empty, huge, or hostile; never null */
    List<String> readableLines(String body);
}
