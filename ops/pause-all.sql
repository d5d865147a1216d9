-- Pauses every connection: nothing is written without being asked for until somebody resumes it on its page. A run that
-- was under way is stopped: what it had sent is looked up, and nothing more is sent.
-- For a database that was restored from a backup, before the portal starts (docs/operations.md). SQLite and PostgreSQL.
UPDATE "Connections" SET "PausedAt" = CURRENT_TIMESTAMP, "PausedBy" = 'restore' WHERE "PausedAt" IS NULL;
UPDATE "Runs" SET "State" = 'Stopping' WHERE "FinishedAt" IS NULL;
