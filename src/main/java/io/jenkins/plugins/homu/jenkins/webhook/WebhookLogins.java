package io.jenkins.plugins.homu.jenkins.webhook;

import hudson.Extension;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jenkins.model.Jenkins;
import jenkins.security.BasicHeaderAuthenticator;
import org.springframework.security.core.Authentication;

/**
 * Buildbot and Quay show their secret as user and password. Jenkins would take that for somebody's login, ask the security
 * realm, and refuse the report. At the addresses of our webhooks it is nobody's: whoever deals with the report looks at it.
 * Comes before Jenkins' own, so that the secret is not tried as a password.
 */
@Extension(ordinal = 1000)
public class WebhookLogins extends BasicHeaderAuthenticator {
    @Override
    public Authentication authenticate2(
            HttpServletRequest request, HttpServletResponse response, String username, String password) {
        return WebhookAction.isOurs(request.getPathInfo()) ? Jenkins.ANONYMOUS2 : null;
    }
}
