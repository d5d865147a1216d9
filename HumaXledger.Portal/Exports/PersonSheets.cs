using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Localisation;
using HumaXledger.Portal.Resources;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Exports;

/// <summary>One person's file as sheets for a person to read, in the language of the page.</summary>
public sealed class PersonSheets(
    IStringLocalizer<PrivacyWords> text,
    IStringLocalizer<ResultWords> results,
    IStringLocalizer<ActiveWords> active,
    IStringLocalizer<ActivityWords> acts,
    IStringLocalizer<ConnectionWords> connections,
    IStringLocalizer<EmploymentWords> employment,
    IStringLocalizer<Fields> fields,
    ReasonSentences reasons
)
{
    internal IReadOnlyList<WorkbookSheet> Of(PersonFile file) =>
        [About(file), Agreed(file), Read(file), Changes(file), Happened(file)];

    private WorkbookSheet About(PersonFile file) =>
        new(
            text["Sheet.About"],
            [text["Column.What"], text["Column.Value"]],
            [
                [text["About.Name"], file.Name],
                [text["About.HumaId"], file.Ids.Huma?.Value ?? "–"],
                [text["About.XledgerId"], file.Ids.Xledger?.Value ?? "–"],
                [text["About.Connection"], file.Connection.Name],
                [text["About.At"], Time(file.At)],
                [text["About.Numbers"], text[file.InClear ? "Numbers.Clear" : "Numbers.Masked"]],
                .. file.Link is not { } link
                    ? (IEnumerable<string[]>)[]
                    :
                    [
                        [text["About.FoundAs"], connections[$"Match.{link.FoundAs}"]],
                        [text["About.LinkedBy"], $"{link.LinkedBy}, {Time(link.LinkedAt)}"],
                        .. (link.Outlook?.Positions ?? []).Select(position =>
                            (string[])
                                [
                                    position.Id == link.MainPositionId ? employment["Main"] : employment["Several"],
                                    employment[
                                        "Position",
                                        TitleOf(position.Title),
                                        position.Percentage ?? 100,
                                        Day(position.Start),
                                        Day(position.End)
                                    ],
                                ]
                        ),
                        .. (link.Outlook?.Announced ?? []).Select(change =>
                            (string[])
                                [
                                    $"{employment["ComingUp"]}, {Day(change.Date)}",
                                    employment[$"Kind.{change.Kind}", TitleOf(change.Title)],
                                ]
                        ),
                    ],
                .. file.Elsewhere.Select(other => new[] { text["About.Elsewhere"].Value, other }),
            ]
        );

    private string TitleOf(string? title) => string.IsNullOrWhiteSpace(title) ? employment["NoTitle"] : title;

    private static string Day(DateOnly? day) => day?.ToString("d", CultureInfo.CurrentCulture) ?? "";

    private WorkbookSheet Agreed(PersonFile file) =>
        new(
            text["Sheet.Agreed"],
            [text["Column.Field"], text["Column.Agreed"], text["Column.DealtWith"]],
            file.Link is not { } link
                ? []
                : FieldRules
                    .All.Where(rules => link.Baseline[rules.Field].IsKnown || link.LastProcessed[rules.Field].IsKnown)
                    .Select(rules =>
                        (string[])
                            [
                                fields.Label(rules.Field),
                                Shown(rules.Field, link.Baseline[rules.Field], file),
                                Shown(rules.Field, link.LastProcessed[rules.Field], file),
                            ]
                    )
        );

    private WorkbookSheet Read(PersonFile file) =>
        new(
            text["Sheet.Read"],
            [text["Column.When"], text["Column.Field"], "Huma", "Xledger"],
            file.Readings.SelectMany(reading =>
                FieldRules.All.Select(rules =>
                    (string[])
                        [
                            Time(reading.StartedAt),
                            fields.Label(rules.Field),
                            Shown(rules.Field, reading.Huma?[rules.Field], file),
                            Shown(rules.Field, reading.Xledger?[rules.Field], file),
                        ]
                )
            )
        );

    private WorkbookSheet Changes(PersonFile file) =>
        new(
            text["Sheet.Changes"],
            [
                text["Column.When"],
                text["Column.Run"],
                results["All.Target"],
                text["Column.Field"],
                results["All.From"],
                results["All.To"],
                results["All.State"],
                text["Column.By"],
                results["All.Why"],
            ],
            file.Changes.Select(one =>
                (string[])
                    [
                        Time(one.Change.ChangedAt ?? one.PlannedAt),
                        one.Run is { } run ? run.ToString(CultureInfo.CurrentCulture) : "",
                        one.Change.Target.ToString(),
                        fields.Label(one.Change.Field),
                        Shown(one.Change.Field, one.Change.From, file),
                        Shown(one.Change.Field, one.Change.To, file),
                        results[$"State.{one.Change.State}"],
                        one.StartedBy ?? one.PlannedBy,
                        Why(one.Change.Reason),
                    ]
            )
        );

    private WorkbookSheet Happened(PersonFile file) =>
        new(
            text["Sheet.Happened"],
            [text["Column.When"], text["Column.What"], text["Column.Value"], text["Column.By"]],
            Lines(file)
                .OrderBy(line => line.At)
                .Select(line => (string[])[Time(line.At), line.What, line.Value, line.By])
        );

    private IEnumerable<(DateTime At, string What, string Value, string By)> Lines(PersonFile file) =>
        [
            .. file.PendingChanges.Select(one =>
                (
                    one.ReceivedAt,
                    active[$"PendingChangeState.{one.State}"].Value,
                    Why(one.Reason),
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
                    $"Huma: {Shown(one.Field, one.Huma, file)}\nXledger: {Shown(one.Field, one.Xledger, file)}",
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
                (one.At, text["Line.NotPlanned", one.Plan].Value, Why(one.Blocked.Reason), "")
            ),
            .. file.Findings.Select(one => (one.At, text[$"Line.{one.Finding}"].Value, "", "")),
            .. file.Activity.Select(one =>
                (one.At, acts[one.What, [.. one.Arguments.Select(Word)]].Value, "", one.Who)
            ),
        ];

    private object Word(string argument) => FieldRules.ByName(argument) is { } field ? fields.Label(field) : argument;

    private string Decided(Field? field, string? choice) =>
        $"{(field is { } one ? fields.Label(one) : "")} {(choice is null ? "" : acts[$"word.{choice}"])}".Trim();

    private string Why(Reason? reason) => reason is null ? "" : reasons.Of(PersonFile.WithoutOthers(reason));

    // UTC, as the column says: the file is read in other time zones too.
    private static string Time(DateTime at) => at.ToString("g", CultureInfo.CurrentCulture);

    private static string Shown(Field field, FieldValue? value, PersonFile file) =>
        value is null
            ? ""
            : Masking.Display(field, value, file.InClear, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
}
