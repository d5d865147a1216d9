using System.Globalization;
using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>A position as lists show it.</summary>
/// <param name="Position">The position.</param>
/// <param name="Readable">False where a date is present but invalid: nothing is concluded from it.</param>
internal sealed record PositionSummary(Position Position, bool Readable)
{
    /// <summary>Huma's contract type, such as <c>Permanent</c>; null where it is not stated.</summary>
    public string? ContractType { get; init; }

    /// <summary>Null for a position without id, which cannot be used.</summary>
    public static PositionSummary? Read(JsonElement item)
    {
        if (item.Id() is not { } id)
        {
            return null;
        }

        var (start, end) = (item.Property("contractStartDate"), item.Property("contractEndDate"));
        var position = new Position(
            id,
            item.Property("title")?.Text("name"),
            Date(start),
            Date(end),
            item.Number("percentage")
        )
        {
            Status = item.Text("status") switch
            {
                "UPCOMING" => PositionPhase.Upcoming,
                "ENDED" => PositionPhase.Ended,
                _ => PositionPhase.Current,
            },
        };
        return new PositionSummary(position, IsReadable(start) && IsReadable(end))
        {
            ContractType = item.Text("contractType"),
        };
    }

    private static DateOnly? Date(JsonElement? date) => CalendarDate.Read(date?.AsDate());

    private static bool IsReadable(JsonElement? date) =>
        date is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } there
        || there.AsText() is ""
        || Date(there) is not null;
}

/// <summary>
/// Huma's own choice among several positions. Its rule is not documented (contracts/huma.md 2.9), but the profile's
/// deprecated employment properties mirror the chosen position.
/// </summary>
internal static class MainPosition
{
    /// <summary>Ids of the positions that agree with the profile's deprecated properties.</summary>
    public static IReadOnlyList<string> Mirrored(IReadOnlyList<Position> positions, JsonElement profile)
    {
        var title = new Wrapped(profile, "jobTitle").Title();
        var start = new Wrapped(profile, "employmentStartDate").Date();
        var end = new Wrapped(profile, "employmentEndDate").Date();
        var percentage = new Wrapped(profile, "employmentPercentage").Value;
        return !title.IsValue && !start.IsValue ? [] : [.. positions.Where(Agrees).Select(position => position.Id)];

        bool Agrees(Position position) =>
            Same(title, position.Title)
            && Same(start, Text(position.Start))
            && Same(end, Text(position.End))
            && (
                percentage is null
                || position.Percentage is null
                || percentage.Value.AsText() == position.Percentage.Value.ToString(CultureInfo.InvariantCulture)
            );
    }

    private static string? Text(DateOnly? date) => date is { } day ? CalendarDate.Write(day) : null;

    private static bool Same(FieldValue mirrored, string? held) =>
        !mirrored.IsKnown || mirrored.TextOrNull == (InvisibleCharacters.IsBlank(held) ? null : held);
}
