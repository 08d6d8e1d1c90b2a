"""Backups: the database in one snapshot, the stored files, the keys; written, looked through, and
brought back.

A place (a folder, or a bucket) holds any number of backups of one installation:

    objects/ab/abcd…                 stored files under their hash, shared by all backups
    20261129T200102-503112Z/database pg_dump's custom format
                         /objects    the files that belong to it: a line each, key and bytes, by key
                         /keys       what signs and seals, under the passphrase
                         /manifest   what all of these must be, and the ledger's hash; written last

The snapshot comes first and the files after it: whatever the snapshot names was stored before it.
A backup without a manifest was broken off, and is cleared away by the next.
"""
