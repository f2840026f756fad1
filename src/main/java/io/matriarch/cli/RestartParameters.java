package io.matriarch.cli;

import io.matriarch.cluster.DocumentChange;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** PostgreSQL's parameters that only a restart brings into effect, of all its versions. */
final class RestartParameters {

    private static final String KEY = "postgres.parameters.";

    private static final Set<String> NAMES =
            Set.of(
                    """
                    archive_mode autovacuum_freeze_max_age
                    autovacuum_multixact_freeze_max_age autovacuum_worker_slots bonjour
                    bonjour_name cluster_name commit_timestamp_buffers data_sync_retry
                    debug_io_direct dynamic_shared_memory_type event_source
                    external_pid_file huge_page_size huge_pages io_max_combine_limit
                    io_max_concurrency io_method jit_provider logging_collector
                    max_active_replication_origins max_connections max_files_per_process
                    max_locks_per_transaction max_logical_replication_workers
                    max_pred_locks_per_transaction max_prepared_transactions
                    max_replication_slots max_wal_senders max_worker_processes
                    min_dynamic_shared_memory multixact_member_buffers
                    multixact_offset_buffers notify_buffers old_snapshot_threshold
                    pg_stat_statements.max reserved_connections serializable_buffers
                    shared_buffers shared_memory_type shared_preload_libraries
                    subtransaction_buffers superuser_reserved_connections
                    track_activity_query_size track_commit_timestamp transaction_buffers
                    unix_socket_group unix_socket_permissions wal_buffers
                    wal_decode_buffer_size wal_level wal_log_hints
                    """
                            .strip()
                            .split("\\s+"));

    private RestartParameters() {}

    /** Those that these changes name, sorted. */
    static List<String> of(List<DocumentChange> changes) {
        return changes.stream()
                .map(DocumentChange::key)
                .filter(key -> key.startsWith(KEY))
                .map(key -> key.substring(KEY.length()).toLowerCase(Locale.ROOT))
                .filter(NAMES::contains)
                .sorted()
                .toList();
    }
}
