/** Many servers over one SurrealDB: a thin client, the schema, and the stores. */
@NullMarked
package dev.darkroom.db.surreal;

import org.jspecify.annotations.NullMarked;
