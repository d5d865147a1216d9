using Microsoft.EntityFrameworkCore.Migrations;

namespace HumaXledger.Core.Storage.Migrations;

/// <summary>
/// Names of people who belong to other connections, which earlier versions kept with the messages that Huma sends about
/// the whole organization.
/// </summary>
internal static class StoredNamesOfOthers
{
    /// <summary>Removes them, by the codes of those versions.</summary>
    public static void RemoveFrom(MigrationBuilder migration) =>
        migration.Sql(
            """
            UPDATE "PendingChanges" SET "PersonName" = NULL
            WHERE "State" = 'NothingToDo' AND "ReasonCode" IN (
                'pending.otherConnection',
                'pending.outsideGroup',
                'person.claimedByHidden');
            """
        );
}
