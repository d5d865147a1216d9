-- Pauses every connection: nothing is written without being asked for until it is resumed on its page. A run that
-- was under way is ended: nothing more is sent, and its page says what is uncertain. Reviews are closed; values that
-- were approved and not written yet, and safety limits that were confirmed, are asked about again. Users sign in again:
-- a session that was ended since the backup would be valid again.
-- For a database that was restored from a backup, before the portal starts (docs/operations.md). SQLite and PostgreSQL.
BEGIN;
UPDATE "Connections" SET "PausedAt" = CURRENT_TIMESTAMP, "PausedBy" = 'restore' WHERE "PausedAt" IS NULL;
UPDATE "Runs" SET "State" = 'Failed', "FinishedAt" = CURRENT_TIMESTAMP, "FailureCause" = 'Restored',
    "FailureCode" = 'run.endedByRestore', "FailureArguments" = '[]'
WHERE "FinishedAt" IS NULL;
UPDATE "Plans" SET "State" = 'Refused' WHERE "State" = 'Ready';
UPDATE "Comparisons" SET "State" = 'Closed' WHERE "State" = 'Complete';
UPDATE "HeldValues" SET "State" = 'Open', "DecidedBy" = NULL, "DecidedAt" = NULL WHERE "State" = 'Write';
UPDATE "PendingChanges" SET "ConfirmedGuards" = '[]' WHERE "ConfirmedGuards" <> '[]';
DELETE FROM "Sessions";
COMMIT;
