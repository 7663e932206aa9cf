package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.util.FormValidation;
import jenkins.model.Jenkins;

/** Validation of fields of forms. */
final class Checks {
    private Checks() {}

    /** Says what is wrong, to those who may change it; nothing to anybody else. */
    static FormValidation ifAdministrator(Runnable check) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return FormValidation.ok();
        }
        try {
            check.run();
            return FormValidation.ok();
        } catch (ConfigurationException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
