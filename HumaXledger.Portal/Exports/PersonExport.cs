using System.Text.Encodings.Web;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Connection.People;
using Microsoft.AspNetCore.Mvc;

namespace HumaXledger.Portal.Exports;

/// <summary>
/// Everything that is stored about one person as a file: JSON of a stable shape for programs (docs/privacy.md), a
/// workbook for the person. A link returns masked numbers; clear text needs a form of this site. Both are logged.
/// </summary>
public sealed class PersonExport(PersonFiles files, PersonSheets sheets)
{
    /// <summary>Values of the format parameter.</summary>
    public static readonly IReadOnlyList<string> Formats = ["xlsx", "json"];

    /// <summary>Name of the format parameter.</summary>
    public const string Format = "format";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Address of the masked export.</summary>
    public static string Address(Guid connectionId, string key, string format) =>
        $"{PersonAddress.Of(connectionId, key)}/stored.{format}";

    /// <summary>Address of the form that exports in clear text.</summary>
    public static string InClearAddress(Guid connectionId, string key) =>
        $"{PersonAddress.Of(connectionId, key)}/stored-in-clear";

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/connections/{connectionId:guid}/people/{key}/stored.{format}",
                (
                    Guid connectionId,
                    string key,
                    string format,
                    HttpContext visit,
                    PersonExport export,
                    CancellationToken cancellation
                ) => export.AnswerAsync(connectionId, key, format, inClear: false, visit, again: null, cancellation)
            )
            .WithMetadata(new ExportAttribute())
            .RequireAuthorization(new NeedsAttribute(Permission.SeePeople));
        // A form parameter, as for a run's export: the framework validates its antiforgery token.
        routes
            .MapPost(
                "/connections/{connectionId:guid}/people/{key}/stored-in-clear",
                (
                    Guid connectionId,
                    string key,
                    [FromForm(Name = Format)] string format,
                    HttpContext visit,
                    PersonExport export,
                    SignInAgainAddress again,
                    CancellationToken cancellation
                ) => export.AnswerAsync(connectionId, key, format, inClear: true, visit, again, cancellation)
            )
            .WithMetadata(new ExportAttribute())
            .RequireAuthorization(
                new NeedsAttribute(Permission.SeePeople),
                new NeedsAttribute(Permission.SeeSensitive)
            );
    }

    private async Task<IResult> AnswerAsync(
        Guid connectionId,
        string key,
        string format,
        bool inClear,
        HttpContext visit,
        SignInAgainAddress? again,
        CancellationToken cancellation
    )
    {
        if (PersonRow.IdsOf(key) is not { } person || !Formats.Contains(format))
        {
            return Results.NotFound();
        }

        return await files.ReadAsync(connectionId, person, inClear, Visit.ActorOf(visit), cancellation) switch
        {
            Answer<PersonFile>.Done(var file) => File(file, format),
            Answer<PersonFile>.Refused { Kind: RefusalKind.SignInTooOld } when again is not null =>
                Results.LocalRedirect(again.From(PersonAddress.Of(connectionId, key))),
            _ => Results.NotFound(),
        };
    }

    private IResult File(PersonFile file, string format)
    {
        var (content, type) =
            format == "xlsx"
                ? (Workbook.Write(sheets.Of(file)), Workbook.MediaType)
                : (JsonSerializer.SerializeToUtf8Bytes(PersonRecords.Of(file), Json), "application/json");
        // Without the person's name: file names show up in download lists.
        return Results.File(
            content,
            type,
            $"humaxledger-person-{file.Ids.Huma?.Value ?? file.Ids.Xledger?.Value}"
                + $"{(file.InClear ? "-in-clear" : "")}.{format}"
        );
    }
}
