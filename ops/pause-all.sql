-- Pauses every connection: nothing is written without being asked for until it is resumed on its page. A run that
-- was under way is ended: nothing more is sent, and its page says what is uncertain.
-- For a database that was restored from a backup, before the portal starts (docs/operations.md). SQLite and PostgreSQL.
UPDATE "Connections" SET "PausedAt" = CURRENT_TIMESTAMP, "PausedBy" = 'restore' WHERE "PausedAt" IS NULL;
UPDATE "Runs" SET "State" = 'Failed', "FinishedAt" = CURRENT_TIMESTAMP, "FailureCause" = 'Restored',
    "FailureCode" = 'run.endedByRestore', "FailureArguments" = '[]'
WHERE "FinishedAt" IS NULL;
