package io.matriarch.backup.s3.objects;

import java.time.Instant;

/**
 * One object as a listing tells of it.
 *
 * @param key below the store's prefix
 * @param size bytes, as stored
 * @param modified by the store's clock
 */
public record ObjectInfo(String key, long size, Instant modified) {}
