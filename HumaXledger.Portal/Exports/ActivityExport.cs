using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Activity;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Exports;

/// <summary>
/// The activity log, or the filtered part of it, as a file: with numbers and hashes, so that it can be verified
/// elsewhere (docs/decisions/0024), and with the head of the chain. Oldest first. Verify the JSON: cells of a CSV file
/// may have an apostrophe that the stored text has not (<see cref="CsvFile"/>).
/// </summary>
public sealed class ActivityExport(
    ActivityInspection inspection,
    ActivityLog log,
    ReaderContexts contexts,
    ActivitySentences sentences,
    IStringLocalizer<ActivityText> text,
    TimeProvider clock
)
{
    /// <summary>Format of a workbook.</summary>
    public const string Workbook = "xlsx";

    /// <summary>A workbook is built in memory; longer logs are exported as CSV or JSON, which are streamed.</summary>
    public const int MostInWorkbook = 50_000;

    /// <summary>Values of the format parameter.</summary>
    public static readonly IReadOnlyList<string> Formats = ["csv", Workbook, "json"];

    private static readonly JsonWriterOptions Json = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Address of an export.</summary>
    public static string Address(ActivityFilter filter, ActivityKind? kind, string format) =>
        QueryHelpers.AddQueryString(
            $"/activity/export.{format}",
            new Dictionary<string, string?>
            {
                ["who"] = filter.Who,
                ["kind"] = kind?.ToString(),
                ["connection"] = filter.ConnectionId?.ToString(),
                ["from"] = filter.From?.ToString("O", CultureInfo.InvariantCulture),
                ["until"] = filter.Until?.ToString("O", CultureInfo.InvariantCulture),
            }.Where(part => part.Value is not null)
        );

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/activity/export.{format}",
                async (
                    string format,
                    string? who,
                    string? kind,
                    Guid? connection,
                    DateTimeOffset? from,
                    DateTimeOffset? until,
                    HttpContext visit,
                    ActivityExport export,
                    ActivityLog log,
                    CancellationToken cancellation
                ) =>
                {
                    // An invalid filter must not return everything.
                    ActivityKind? of =
                        Enum.TryParse<ActivityKind>(kind, out var parsed) && Enum.IsDefined(parsed) ? parsed : null;
                    if (!Formats.Contains(format) || (kind is not null && of is null))
                    {
                        return Results.NotFound();
                    }

                    var filter = new ActivityFilter
                    {
                        Who = who,
                        What = of is { } one ? ActivityKinds.CodesOf(one) : null,
                        ConnectionId = connection,
                        From = from?.UtcDateTime,
                        Until = until?.UtcDateTime,
                    };
                    return format != Workbook || await log.CountAsync(filter, cancellation) <= MostInWorkbook
                        ? await export.FileAsync(filter, format, Visit.ActorOf(visit), cancellation)
                        : Results.NotFound();
                }
            )
            .WithMetadata(new ExportAttribute())
            .RequireAuthorization(new NeedsAttribute(Permission.SeeActivity, everywhere: true));

    private async Task<IResult> FileAsync(
        ActivityFilter filter,
        string format,
        Actor by,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.ForAsync(by, cancellation);
        var names = await context
            .Connections.AsNoTracking()
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellation);
        var entries = await inspection.ExportAsync(filter, format, by, cancellation);
        var head = await log.HeadAsync(cancellation);
        var name = string.Create(CultureInfo.InvariantCulture, $"humaxledger-activity-{head.Number}.{format}");
        if (format == Workbook)
        {
            var rows = new List<IReadOnlyList<string>>();
            await foreach (var entry in entries)
            {
                rows.Add(Row(entry, names));
            }

            rows.Add(Foot(head));
            return Results.File(Exports.Workbook.Write(Header, rows), Exports.Workbook.MediaType, name);
        }

        return format == "csv"
            ? CsvFile.Of(entries.Select(entry => Row(entry, names)).Prepend(Header).Append(Foot(head)), name)
            : Results.Stream(stream => WriteJsonAsync(stream, entries, head), "application/json", name);
    }

    private string[] Header =>
        [
            text["Number"],
            text["WhenUtc"],
            text["Who"],
            text["PersonId"],
            text["From"],
            text["Connection"],
            text["What"],
            text["Code"],
            text["Arguments"],
            text["HashBefore"],
            text["Hash"],
        ];

    private string[] Row(ActivityRecord entry, Dictionary<Guid, string> names) =>
        [
            $"{entry.Number}",
            At(entry),
            entry.Who,
            entry.WhoId ?? "",
            entry.From ?? "",
            entry.ConnectionId is { } id ? names.GetValueOrDefault(id, $"{id}") : "",
            sentences.Of(entry),
            entry.What,
            JsonSerializer.Serialize(entry.Arguments),
            entry.PreviousHash ?? "",
            entry.Hash ?? "",
        ];

    private string[] Foot(ChainMark head) => [text["Check.Head"], $"{head}"];

    private static string At(ActivityRecord entry) =>
        entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    // For programs: codes instead of sentences, and everything that the hashes cover.
    private async Task WriteJsonAsync(Stream stream, IAsyncEnumerable<ActivityRecord> entries, ChainMark head)
    {
        await using var json = new Utf8JsonWriter(stream, Json);
        json.WriteStartObject();
        json.WriteString("form", ActivityForm.Version);
        json.WriteString("exportedAt", clock.GetUtcNow());
        json.WriteString("head", $"{head}");
        json.WriteStartArray("entries");
        await foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteNumber("number", entry.Number ?? 0);
            json.WriteString("at", At(entry));
            json.WriteString("who", entry.Who);
            json.WriteString("whoId", entry.WhoId);
            json.WriteString("from", entry.From);
            json.WriteString("connectionId", entry.ConnectionId?.ToString("D"));
            json.WriteString("what", entry.What);
            json.WriteStartArray("arguments");
            foreach (var argument in entry.Arguments)
            {
                json.WriteStringValue(argument);
            }

            json.WriteEndArray();
            json.WriteString("previousHash", entry.PreviousHash);
            json.WriteString("hash", entry.Hash);
            json.WriteEndObject();
            await json.FlushAsync();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
