package io.jenkins.plugins.homu.jenkins.pipeline

/** What the variable homuStatus is in a Pipeline: Pipeline itself compiles this, so that the step may suspend the caller. */
class HomuStatus implements Serializable {
    private static final long serialVersionUID = 1L

    private final Object script

    HomuStatus(Object script) {
        this.script = script
    }

    def call(Map arguments = [:]) {
        return script.steps.homuStatus(arguments)
    }

    def call(Map arguments, Closure body) {
        return script.steps.withHomuStatus(arguments, body)
    }

    def call(String builder, Closure body) {
        return script.steps.withHomuStatus([builder: builder], body)
    }
}
