-- Pauses every connection: nothing is written without being asked for until it is resumed on its page. A run that
-- was under way is ended: nothing more is sent, and its page says what is uncertain. Reviews are closed, and values that
-- were approved and not written yet are asked about again.
-- For a database that was restored from a backup, before the portal starts (docs/operations.md). SQLite and PostgreSQL.
UPDATE "Connections" SET "PausedAt" = CURRENT_TIMESTAMP, "PausedBy" = 'restore' WHERE "PausedAt" IS NULL;
UPDATE "Runs" SET "State" = 'Failed', "FinishedAt" = CURRENT_TIMESTAMP, "FailureCause" = 'Restored',
    "FailureCode" = 'run.endedByRestore', "FailureArguments" = '[]'
WHERE "FinishedAt" IS NULL;
UPDATE "Plans" SET "State" = 'Refused' WHERE "State" = 'Ready';
UPDATE "Comparisons" SET "State" = 'Closed' WHERE "State" = 'Complete';
UPDATE "HeldValues" SET "State" = 'Open', "DecidedBy" = NULL, "DecidedAt" = NULL WHERE "State" = 'Write';
