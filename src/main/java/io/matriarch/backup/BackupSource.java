package io.matriarch.backup;

import java.nio.file.Path;

/**
 * The server beside this agent, as a base backup needs it.
 *
 * @param binDir where PostgreSQL's programs are
 * @param conninfo libpq's, without a password
 * @param passfile libpq's password file
 * @param runDir for pipes and small files
 * @param host what the backup says of where it was taken
 */
public record BackupSource(
        Path binDir, Path dataDir, String conninfo, Path passfile, Path runDir, String host) {}
