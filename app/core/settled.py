"""Whether all that was being written at a moment can be seen by now.

Rows get their numbers before they are committed, so a row may appear behind others that have been
seen. Who reads on from a number therefore notes first up to where he may read, and reads when every
transaction that was open at that moment has ended.
"""

READS_ONLY = 300
"""Seconds after which a transaction that has written nothing yet is taken for one that reads: what
takes a number writes its row within the same statement."""

SETTLED = f"""NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = current_database()
    AND a.pid <> pg_backend_pid() AND a.xact_start <= m.noted_at
    AND (a.backend_xid IS NOT NULL
      OR a.xact_start > clock_timestamp() - interval '{READS_ONLY} seconds'))"""
"""SQL: whether that is so of the moment `m.noted_at`."""
