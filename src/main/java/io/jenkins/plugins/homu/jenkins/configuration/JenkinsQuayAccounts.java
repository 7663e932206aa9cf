package io.jenkins.plugins.homu.jenkins.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.runtime.admin.Documents;
import io.jenkins.plugins.homu.runtime.admin.QuayAccounts;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import java.util.List;
import java.util.Optional;

/** Quay is asked with a secret text of Jenkins, which each repository names. */
final class JenkinsQuayAccounts implements QuayAccounts {
    private final CredentialsLookup credentials;

    JenkinsQuayAccounts(CredentialsLookup credentials) {
        this.credentials = credentials;
    }

    @Override
    public QuayAccount of(ObjectNode settings) throws Refusal {
        String id = Documents.text(settings, "credentials_id")
                .orElseThrow(() -> new Refusal(
                        422,
                        "quay.credentials_id: is missing: put the token of an OAuth application at Quay into a secret text"
                                + " among the credentials of Jenkins, and give its id"));
        String token = credentials
                .text(id)
                .orElseThrow(() -> new Refusal(
                        422,
                        "quay.credentials_id: there is no secret text " + LogLine.quote(id)
                                + " among the credentials of Jenkins, or it is empty. Put the token of an OAuth application"
                                + " at Quay there, or give the id of another"));
        QuayBuilder builder = new QuayBuilder(null);
        builder.setApiUrl(Documents.text(settings, "api_url").orElse(null));
        try {
            return new QuayAccount(builder.checkedApiUrl(), Optional.of(token));
        } catch (ConfigurationException e) {
            throw new Refusal(422, "quay.api_url: " + e.getMessage(), List.of(), e);
        }
    }
}
