/** How PostgreSQL's archive_command and restore_command reach the running agent. */
@NullMarked
package io.matriarch.backup.door;

import org.jspecify.annotations.NullMarked;
