using HumaXledger.Core.People;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Pages.Connection.Changes;
using HumaXledger.Portal.Localisation;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Exports;

/// <summary>What happened around the person, in the order of time.</summary>
public sealed class PersonEventSheet(
    IStringLocalizer<ExportText> text,
    IStringLocalizer<ChangesText> changes,
    IStringLocalizer<ActivityEntries> acts,
    ActivitySentences sentences,
    IStringLocalizer<Fields> fields,
    ReasonSentences reasons
)
{
    internal WorkbookSheet Of(PersonFile file) =>
        new(
            text["Sheet.Happened"],
            [text["Column.When"], text["Column.What"], text["Column.Value"], text["Column.By"]],
            Lines(file)
                .OrderBy(line => line.At)
                .Select(line => (string[])[PersonSheets.Time(line.At), line.What, line.Value, line.By])
        );

    private IEnumerable<(DateTime At, string What, string Value, string By)> Lines(PersonFile file) =>
        [
            .. file.PendingChanges.Select(one =>
                (
                    one.ReceivedAt,
                    changes[$"PendingChangeState.{one.State}"].Value,
                    PersonSheets.Why(reasons, one.Reason),
                    one.AskedBy ?? "Huma"
                )
            ),
            .. file.Messages.Select(one =>
                (one.ReceivedAt, text["Line.Message", one.Topic].Value, string.Join('\n', one.Parts ?? []), "Huma")
            ),
            .. file.Held.Select(one =>
                (
                    one.HeldAt,
                    text["Line.Held", fields.Label(one.Field)].Value,
                    Both(one.Field, one.Huma, one.Xledger, file),
                    one.DecidedBy ?? ""
                )
            ),
            .. file.Decisions.Select(one =>
                (one.DecidedAt, text["Line.Decision"].Value, Decided(one.Field, one.Choice?.ToString()), one.DecidedBy)
            ),
            .. file.Distinct.Select(one =>
                (
                    one.DecidedAt,
                    text["Line.Distinct"].Value,
                    $"Huma: {one.HumaId.Value}\nXledger: {one.XledgerId.Value}",
                    one.DecidedBy
                )
            ),
            .. file.Blocked.Select(one =>
                (one.At, text["Line.NotPlanned", one.Plan].Value, PersonSheets.Why(reasons, one.Blocked.Reason), "")
            ),
            .. file.Findings.Select(one => (one.At, text[$"Line.{one.Finding}"].Value, "", "")),
            .. file.Activity.Select(one => (one.At, sentences.Of(one, file.Name), "", one.Who)),
        ];

    private string Both(Field field, FieldValue huma, FieldValue xledger, PersonFile file) =>
        $"Huma: {PersonSheets.Shown(fields, field, huma, file)}\n"
        + $"Xledger: {PersonSheets.Shown(fields, field, xledger, file)}";

    private string Decided(Field? field, string? choice) =>
        $"{(field is { } one ? fields.Label(one) : "")} {(choice is null ? "" : acts[$"word.{choice}"])}".Trim();
}
