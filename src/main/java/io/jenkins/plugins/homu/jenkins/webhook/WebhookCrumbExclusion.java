package io.jenkins.plugins.homu.jenkins.webhook;

import hudson.Extension;
import hudson.security.csrf.CrumbExclusion;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets exactly the webhooks' addresses be posted to without a crumb: what is posted there is signed. */
@Extension
public class WebhookCrumbExclusion extends CrumbExclusion {
    @Override
    public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!WebhookAction.isOurs(request.getPathInfo())) {
            return false;
        }
        chain.doFilter(request, response);
        return true;
    }
}
