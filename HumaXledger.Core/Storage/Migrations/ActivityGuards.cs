using HumaXledger.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HumaXledger.Core.Storage.Migrations;

/// <summary>
/// Triggers by which the database itself refuses to change or delete an entry of the activity log's chain, except for the part that retention has cut off. They catch our own mistakes;
/// removing them is detected by the chain.
/// </summary>
internal static class ActivityGuards
{
    public static void CreateActivityGuards(this MigrationBuilder migration)
    {
        foreach (
            var statement in migration.ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL" ? Postgres : Sqlite
        )
        {
            migration.Sql(statement);
        }
    }

    public static void DropActivityGuards(this MigrationBuilder migration)
    {
        if (migration.ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL")
        {
            migration.Sql(
                """DROP TRIGGER activity_kept ON "Activity"; DROP TRIGGER activity_not_emptied ON "Activity"; DROP FUNCTION activity_kept();"""
            );
        }
        else
        {
            migration.Sql("""DROP TRIGGER "ActivityNotChanged"; DROP TRIGGER "ActivityNotDeleted";""");
        }
    }

    private static readonly string[] Sqlite =
    [
        """
            CREATE TRIGGER "ActivityNotChanged" BEFORE UPDATE ON "Activity" WHEN OLD."Number" IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'An entry of the activity log is never changed.'); END;
            """,
        """
            CREATE TRIGGER "ActivityNotDeleted" BEFORE DELETE ON "Activity" WHEN OLD."Number" IS NULL OR OLD."Number" > (SELECT "CutNumber" FROM "ActivityChain")
            BEGIN SELECT RAISE(ABORT, 'An entry of the activity log is not deleted.'); END;
            """,
    ];

    private static readonly string[] Postgres =
    [
        """
            CREATE FUNCTION activity_kept() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF OLD."Number" IS NULL THEN RETURN NEW; END IF;
                ELSIF TG_OP = 'DELETE' THEN
                    IF OLD."Number" <= (SELECT "CutNumber" FROM "ActivityChain") THEN RETURN OLD; END IF;
                END IF;
                RAISE EXCEPTION 'An entry of the activity log is never changed and not deleted.';
            END $$;
            """,
        """CREATE TRIGGER activity_kept BEFORE UPDATE OR DELETE ON "Activity" FOR EACH ROW EXECUTE FUNCTION activity_kept();""",
        """CREATE TRIGGER activity_not_emptied BEFORE TRUNCATE ON "Activity" FOR EACH STATEMENT EXECUTE FUNCTION activity_kept();""",
    ];
}
