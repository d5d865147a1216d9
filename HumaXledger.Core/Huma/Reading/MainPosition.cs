using System.Globalization;
using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>A position as lists show it. <c>Title</c> is its text; dates are <c>yyyy-MM-dd</c>.</summary>
internal sealed record PositionSummary(string Id, string? Title, string? Start, string? End, int? Percentage, string? Status)
{
    /// <summary>Huma's word, such as <c>Permanent</c>; null where it is not told.</summary>
    public string? ContractType { get; init; }

    /// <summary>Null for a position without id: nothing can be done with it.</summary>
    public static PositionSummary? Read(JsonElement item) => item.Id() is { } id
        ? new PositionSummary(
            id, item.Property("title")?.Text("name"), item.Property("contractStartDate")?.AsDate(), item.Property("contractEndDate")?.AsDate(),
            item.Number("percentage"), item.Text("status")) { ContractType = item.Text("contractType") }
        : null;
}

/// <summary>
/// Which of several positions stands for the person. Huma's own rule is unknown (contracts/huma.md 2.9). Where the profile still carries the deprecated
/// employment properties they mirror Huma's choice, so the position they agree with is taken. Else: current before upcoming before ended, then the
/// highest percentage, then the latest start, then the id, so that the choice never flutters.
/// </summary>
internal static class MainPosition
{
    /// <param name="Mirrored">Whether the profile's deprecated properties agree with this position and no other, so that they can be read in its place.</param>
    internal readonly record struct Choice(PositionSummary Position, bool Mirrored);

    public static Choice? Choose(IReadOnlyList<PositionSummary> positions, JsonElement profile)
    {
        if (positions.Count == 0)
        {
            return null;
        }

        var agreeing = positions.Where(position => AgreesWith(profile, position)).ToList();
        var main = (agreeing.Count > 0 ? agreeing : positions)
            .OrderBy(position => Rank(position.Status))
            .ThenByDescending(position => position.Percentage ?? 100)
            .ThenByDescending(position => position.Start, StringComparer.Ordinal)
            .ThenBy(position => position.Id, StringComparer.Ordinal)
            .First();
        return new Choice(main, agreeing.Count == 1);
    }

    private static int Rank(string? status) => status switch
    {
        "UPCOMING" => 1,
        "ENDED" => 2,
        _ => 0,
    };

    private static bool AgreesWith(JsonElement profile, PositionSummary position)
    {
        var title = new Wrapped(profile, "jobTitle").Title();
        var start = new Wrapped(profile, "employmentStartDate").Date();
        var end = new Wrapped(profile, "employmentEndDate").Date();
        var percentage = new Wrapped(profile, "employmentPercentage").Value;
        return (title.IsValue || start.IsValue)
            && Agrees(title, position.Title) && Agrees(start, position.Start) && Agrees(end, position.End)
            && (percentage is null || position.Percentage is null || percentage.Value.AsText() == position.Percentage.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static bool Agrees(FieldValue mirrored, string? held) =>
        !mirrored.IsKnown || mirrored.TextOrNull == (Unseen.IsBlank(held) ? null : held);
}
