using Microsoft.EntityFrameworkCore.Migrations;

namespace HumaXledger.Core.Storage.Migrations;

/// <summary>Which answer of a review said that two records are two people, of a version that did not store it.</summary>
internal static class DistinctPairReviews
{
    /// <summary>Finds it by the user and the time, which both rows were stored with.</summary>
    public static void AddTo(MigrationBuilder migration) =>
        migration.Sql(
            """
            UPDATE "DistinctPairs" SET "ComparisonId" = (
                SELECT decision."ComparisonId" FROM "Decisions" AS decision
                JOIN "Comparisons" AS comparison ON comparison."Id" = decision."ComparisonId"
                WHERE comparison."ConnectionId" = "DistinctPairs"."ConnectionId"
                    AND decision."HumaId" = "DistinctPairs"."HumaId"
                    AND decision."DecidedAt" = "DistinctPairs"."DecidedAt"
                    AND decision."Kind" = 'Match'
                LIMIT 1);
            """
        );
}
