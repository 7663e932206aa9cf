package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.util.FormValidation;
import io.jenkins.plugins.homu.core.model.LogLine;
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

    /** Says when there is no such job, to those who may change it. Only a warning: it may come later. */
    static FormValidation job(String fullName) {
        Jenkins jenkins = Jenkins.get();
        return Texts.filled(fullName)
                .filter(given -> jenkins.hasPermission(Jenkins.ADMINISTER) && jenkins.getItemByFullName(given) == null)
                .map(given -> FormValidation.warning("There is no job " + LogLine.quote(given)
                        + ". Create it, or correct the name; folders come first, with slashes between."))
                .orElseGet(FormValidation::ok);
    }
}
