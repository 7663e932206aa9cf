package io.jenkins.plugins.homu.jenkins.pipeline;

import org.jenkinsci.plugins.variant.OptionalExtension;
import org.jenkinsci.plugins.workflow.cps.CpsScript;
import org.jenkinsci.plugins.workflow.cps.GlobalVariable;
import org.jenkinsci.plugins.workflow.cps.GroovySourceFileAllowlist;

/**
 * Lets {@code homuStatus} have a body or none. Pipeline wants every step to have always one or never, but looks for variables of
 * a name before it looks for steps.
 */
@OptionalExtension(requirePlugins = "workflow-cps")
public class HomuStatusVariable extends GlobalVariable {
    @Override
    public String getName() {
        return "homuStatus";
    }

    /** @throws ReflectiveOperationException when the plugin is not packaged as it should be */
    @Override
    public Object getValue(CpsScript script) throws ReflectiveOperationException {
        return script.getClass()
                .getClassLoader()
                .loadClass(Source.CLASS)
                .getConstructor(Object.class)
                .newInstance(script);
    }

    /** Pipeline compiles no Groovy of plugins but what they name. */
    @OptionalExtension(requirePlugins = "workflow-cps")
    public static class Source extends GroovySourceFileAllowlist {
        private static final String CLASS = HomuStatusVariable.class.getPackageName() + ".HomuStatus";
        private static final String URL = String.valueOf(HomuStatusVariable.class.getResource("HomuStatus.groovy"));

        @Override
        public boolean isAllowed(String url) {
            return url.equals(URL);
        }
    }
}
