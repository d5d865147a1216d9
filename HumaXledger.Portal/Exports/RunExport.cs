using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Exports;

/// <summary>
/// The changes of a run as a file, in the language of the page. Identification and bank numbers are masked; clear text
/// is given to a form of this site only, by an act that is logged.
/// </summary>
public sealed class RunExport(
    IStringLocalizer<RunText> text,
    IStringLocalizer<SharedText> common,
    IStringLocalizer<Fields> fields,
    ReasonSentences reasons
)
{
    /// <summary>Values of the format parameter.</summary>
    public static readonly IReadOnlyList<string> Formats = ["csv", "xlsx", "json"];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Name of the format parameter.</summary>
    public const string Format = "format";

    /// <summary>Address of the form that exports in clear text.</summary>
    public static string InClearAddress(Guid connectionId, Guid runId) =>
        $"/connections/{connectionId}/runs/{runId}/result-in-clear";

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapMasked(routes);
        MapInClear(routes);
    }

    private static void MapMasked(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/connections/{connectionId:guid}/runs/{runId:guid}/result.{format}",
                async (
                    Guid connectionId,
                    Guid runId,
                    string format,
                    HttpContext http,
                    ReaderContexts contexts,
                    RunExport export,
                    ActivityLog activity,
                    CancellationToken cancellation
                ) =>
                {
                    await using var context = await contexts.ForAsync(Visit.ActorOf(http), cancellation);
                    var report = await RunReport.LoadAsync(context, runId, cancellation);
                    if (report is null || report.Connection.Id != connectionId || !Formats.Contains(format))
                    {
                        return Results.NotFound();
                    }

                    await activity.AppendAsync(
                        Visit.ActorOf(http),
                        ActivityCodes.RunExported,
                        connectionId,
                        [$"{report.Run.Number}", format],
                        cancellation
                    );
                    return export.File(report, format, inClear: false);
                }
            )
            .WithMetadata(new ExportAttribute())
            .RequireAuthorization(new NeedsAttribute(Permission.SeePeople));

    // A form: a link in a mail, or one that the browser prefetches, gets nothing. The form parameter makes the
    // framework validate the antiforgery token before the call.
    private static void MapInClear(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/connections/{connectionId:guid}/runs/{runId:guid}/result-in-clear",
                async (
                    Guid connectionId,
                    Guid runId,
                    [FromForm(Name = Format)] string format,
                    HttpContext visit,
                    ReaderContexts contexts,
                    RunExport export,
                    Reveal reveal,
                    SignInAgainAddress again,
                    CancellationToken cancellation
                ) =>
                {
                    await using var context = await contexts.ForAsync(Visit.ActorOf(visit), cancellation);
                    var report = await RunReport.LoadAsync(context, runId, cancellation);
                    if (report is null || report.Connection.Id != connectionId || !Formats.Contains(format))
                    {
                        return Results.NotFound();
                    }

                    // The only refusal here: a new proof of identity is required.
                    return
                        await reveal.ExportAsync(
                            connectionId,
                            report.Run.Number,
                            format,
                            Visit.ActorOf(visit),
                            cancellation
                        )
                            is null
                        ? export.File(report, format, inClear: true)
                        : Results.LocalRedirect(again.From($"/connections/{connectionId}/runs/{runId}"));
                }
            )
            .WithMetadata(new ExportAttribute())
            .RequireAuthorization(
                new NeedsAttribute(Permission.SeePeople),
                new NeedsAttribute(Permission.SeeSensitive)
            );

    private IResult File(RunReport report, string format, bool inClear)
    {
        var name = $"humaxledger-run-{report.Run.Number}{(inClear ? "-in-clear" : "")}.{format}";
        return format switch
        {
            "csv" => CsvFile.Of(Rows(report, inClear).Prepend(Header).ToAsyncEnumerable(), name),
            "xlsx" => Results.File(Workbook.Write(Header, Rows(report, inClear)), Workbook.MediaType, name),
            _ => Results.File(
                JsonSerializer.SerializeToUtf8Bytes(Records(report, inClear), Json),
                "application/json",
                name
            ),
        };
    }

    private string[] Header =>
        [
            common["Person"],
            text["All.Target"],
            common["Field"],
            text["All.From"],
            text["All.To"],
            text["All.State"],
            text["All.Why"],
        ];

    private IEnumerable<string[]> Rows(RunReport report, bool inClear) =>
        report
            .People.SelectMany(person => person.Changes)
            .Select(change =>
                (string[])
                    [
                        change.PersonName,
                        change.Target.ToString(),
                        fields.Label(change.Field),
                        fields.InFile(change.Field, change.From, inClear),
                        fields.InFile(change.Field, change.To, inClear),
                        text[$"State.{change.State}"],
                        change.Reason is { } why ? reasons.Of(why) : "",
                    ]
            );

    // For programs: codes instead of sentences.
    private static object Records(RunReport report, bool inClear) =>
        new
        {
            run = report.Run.Number,
            connection = report.Connection.Name,
            state = report.Run.State.ToString(),
            startedAt = report.Run.StartedAt,
            finishedAt = report.Run.FinishedAt,
            startedBy = report.Run.StartedBy,
            changes = report
                .People.SelectMany(person => person.Changes)
                .Select(change => new
                {
                    person = change.PersonName,
                    humaId = change.HumaId?.Value,
                    xledgerId = change.XledgerId?.Value,
                    target = change.Target.ToString(),
                    kind = change.Kind.ToString(),
                    field = FieldRules.For(change.Field).Name,
                    from = Shown(change.Field, change.From, inClear),
                    to = Shown(change.Field, change.To, inClear),
                    state = change.State.ToString(),
                    reason = change.Reason?.Code,
                }),
        };

    private static string Shown(Field field, FieldValue value, bool inClear) =>
        Masking.Display(field, value, inClear, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
}
