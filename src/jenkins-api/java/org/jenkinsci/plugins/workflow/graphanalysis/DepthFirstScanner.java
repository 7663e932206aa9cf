package org.jenkinsci.plugins.workflow.graphanalysis;

/** Signatures only, see docs/development.md. */
public class DepthFirstScanner extends org.jenkinsci.plugins.workflow.graphanalysis.AbstractFlowScanner {
    public DepthFirstScanner() {}
}
