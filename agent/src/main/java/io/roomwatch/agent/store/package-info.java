/**
 * The embedded database in the state directory: schema, migrations, transactions. Names nothing of
 * ours and knows no rows; each stage keeps its own tables, all declared in {@code schema-N.sql}.
 * JDBC and SQLite live here, and only here.
 */
@NullMarked
package io.roomwatch.agent.store;

import org.jspecify.annotations.NullMarked;
