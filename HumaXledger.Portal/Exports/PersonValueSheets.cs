using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Portal.Localisation;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Exports;

/// <summary>The person's values: what was agreed on, what was read, what was changed.</summary>
public sealed class PersonValueSheets(
    IStringLocalizer<ExportText> text,
    IStringLocalizer<RunText> results,
    IStringLocalizer<Fields> fields,
    ReasonSentences reasons
)
{
    internal IReadOnlyList<WorkbookSheet> Of(PersonFile file) => [Agreed(file), Read(file), Changes(file)];

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
                                PersonSheets.Shown(fields, rules.Field, link.Baseline[rules.Field], file),
                                PersonSheets.Shown(fields, rules.Field, link.LastProcessed[rules.Field], file),
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
                            PersonSheets.Time(reading.StartedAt),
                            fields.Label(rules.Field),
                            PersonSheets.Shown(fields, rules.Field, reading.Huma?[rules.Field], file),
                            PersonSheets.Shown(fields, rules.Field, reading.Xledger?[rules.Field], file),
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
                        PersonSheets.Time(one.Change.ChangedAt ?? one.PlannedAt),
                        one.Run is { } run ? run.ToString(CultureInfo.CurrentCulture) : "",
                        one.Change.Target.ToString(),
                        fields.Label(one.Change.Field),
                        PersonSheets.Shown(fields, one.Change.Field, one.Change.From, file),
                        PersonSheets.Shown(fields, one.Change.Field, one.Change.To, file),
                        results[$"State.{one.Change.State}"],
                        one.StartedBy ?? one.PlannedBy,
                        PersonSheets.Why(reasons, one.Change.Reason),
                    ]
            )
        );
}
