/**
 * {@link io.jenkins.plugins.homu.port.StateStore} over JDBC: a SQLite file, or a PostgreSQL server. One thread writes,
 * many writes to a transaction; readers have connections of their own. Where the two databases differ is in
 * {@link io.jenkins.plugins.homu.store.Database}, all else is the same SQL.
 */
package io.jenkins.plugins.homu.store;
