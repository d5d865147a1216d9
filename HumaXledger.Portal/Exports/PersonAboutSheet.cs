using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Pages.Connection;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Localisation;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Exports;

/// <summary>Who the person is: ids, link, positions.</summary>
public sealed class PersonAboutSheet(
    IStringLocalizer<ExportText> text,
    IStringLocalizer<ConnectionText> connections,
    IStringLocalizer<EmploymentText> employment
)
{
    internal WorkbookSheet Of(PersonFile file) =>
        new(
            text["Sheet.About"],
            [text["Column.What"], text["Column.Value"]],
            [
                [text["About.Name"], file.Name],
                [text["About.HumaId"], file.Ids.Huma?.Value ?? "–"],
                [text["About.XledgerId"], file.Ids.Xledger?.Value ?? "–"],
                [text["About.Connection"], file.Connection.Name],
                [text["About.At"], PersonSheets.Time(file.At)],
                [text["About.Numbers"], text[file.InClear ? "Numbers.Clear" : "Numbers.Masked"]],
                .. file.Link is not { } link
                    ? (IEnumerable<string[]>)[]
                    :
                    [
                        [text["About.FoundAs"], connections[$"Match.{link.FoundAs}"]],
                        [text["About.LinkedBy"], $"{link.LinkedBy}, {PersonSheets.Time(link.LinkedAt)}"],
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
                .. file.OtherConnections.Select(other => new[] { text["About.OtherConnections"].Value, other }),
            ]
        );

    private string TitleOf(string? title) => string.IsNullOrWhiteSpace(title) ? employment["NoTitle"] : title;

    private static string Day(DateOnly? day) => day is { } date ? Dates.Day(date) : "";
}
