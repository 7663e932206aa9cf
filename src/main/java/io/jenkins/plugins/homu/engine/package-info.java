/**
 * Owns the repositories' states. Each repository has a mailbox with one owner at a time: it takes events, lets the rules
 * decide, and stores the next state and the effects in one transaction. The effects are carried out from the outbox, lane
 * by lane; their outcomes come back as events.
 */
package io.jenkins.plugins.homu.engine;
