using HumaXledger.Core.Access;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Plans;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Localisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Exports;

/// <summary>
/// What a review would write, as a file in the language of the page. Identification and bank numbers are masked, as on
/// the page.
/// </summary>
public sealed class PlanExport(
    IStringLocalizer<PlanText> text,
    IStringLocalizer<SharedText> common,
    IStringLocalizer<Fields> fields,
    ReasonSentences reasons
)
{
    /// <summary>Values of the format parameter.</summary>
    public static readonly IReadOnlyList<string> Formats = ["csv", "xlsx"];

    /// <summary>Address of an export.</summary>
    public static string Address(Guid connectionId, Guid comparisonId, string format) =>
        $"/connections/{connectionId}/sync/{comparisonId}/plan.{format}";

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/connections/{connectionId:guid}/sync/{comparisonId:guid}/plan.{format}",
                async (
                    Guid connectionId,
                    Guid comparisonId,
                    string format,
                    HttpContext http,
                    ReaderContexts contexts,
                    Review review,
                    PlanExport export,
                    ActivityLog activity,
                    CancellationToken cancellation
                ) =>
                {
                    if (
                        !Formats.Contains(format)
                        || !await IsOpenAsync(contexts, connectionId, comparisonId, Visit.ActorOf(http), cancellation)
                    )
                    {
                        return Results.NotFound();
                    }

                    var session = await review.OpenAsync(comparisonId, Visit.ActorOf(http), cancellation);
                    var changes = session.Preview.Changes;
                    await activity.AppendAsync(
                        Visit.ActorOf(http),
                        ActivityCodes.PlanExported,
                        connectionId,
                        [$"{changes.Count}", format],
                        cancellation
                    );
                    return export.File(changes, $"humaxledger-plan.{format}", format);
                }
            )
            .WithMetadata(new ExportAttribute())
            .RequireAuthorization(new NeedsAttribute(Permission.Prepare));

    // Only a review that is open has a plan.
    private static async Task<bool> IsOpenAsync(
        ReaderContexts contexts,
        Guid connectionId,
        Guid comparisonId,
        Actor by,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.ForAsync(by, cancellation);
        return await context.Comparisons.AnyAsync(
            comparison =>
                comparison.Id == comparisonId
                && comparison.ConnectionId == connectionId
                && comparison.State == ComparisonState.Complete,
            cancellation
        );
    }

    private IResult File(IReadOnlyList<PlannedChange> changes, string name, string format) =>
        format == "csv"
            ? CsvFile.Of(changes.Select(Row).Prepend(Header).ToAsyncEnumerable(), name)
            : Results.File(Workbook.Write(Header, changes.Select(Row)), Workbook.MediaType, name);

    private string[] Header =>
        [
            common["Person"],
            text["Review.Target"],
            common["Field"],
            text["Review.From"],
            text["Review.To"],
            text["Review.Why"],
        ];

    private string[] Row(PlannedChange change) =>
        [
            change.PersonName,
            change.Target.ToString(),
            fields.Label(change.Field),
            fields.InFile(change.Field, change.From, inClear: false),
            fields.InFile(change.Field, change.To, inClear: false),
            reasons.Of(change.Why),
        ];
}
