using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Cli.Reading;

/// <summary>
/// Reads the positions of a Huma user as Huma lists them: an absent or null date is none. An absent title, probation
/// end or notice is unknown, as everywhere in the format.
/// </summary>
internal static class PositionReading
{
    private static readonly Properties OfPosition = new(
        "A position",
        "id",
        "title",
        "contractStartDate",
        "contractEndDate",
        "percentage",
        "probationEndDate",
        "terminationNoticeDate"
    );

    private static readonly Field[] OfMain = [Field.JobTitle, Field.ProbationEnd, Field.TerminationNotice];

    /// <summary>One position with the values of its own fields.</summary>
    public sealed record Read(Position Position, IReadOnlyDictionary<Field, FieldValue> Values);

    /// <summary>Reads an array; null is an empty one.</summary>
    public static List<Read> List(ref Utf8JsonReader json)
    {
        var positions = new List<Read>();
        if (json.TokenType == JsonTokenType.Null)
        {
            return positions;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonFault(
                RefusalCodes.WrongType,
                $"Positions are an array; here is {Take.KindOf(json.TokenType)}.",
                json.TokenStartIndex
            );
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            positions.Add(One(ref json, positions.Count));
        }

        return positions;
    }

    /// <summary>A calendar day; null is none.</summary>
    public static DateOnly? Date(ref Utf8JsonReader json) =>
        Take.TextOrNull(ref json) is not { } text
            ? null
            : CalendarDate.Read(text)
                ?? throw new JsonFault(
                    ValueReasons.DateInvalid,
                    $"\"{Take.Shown(text)}\" is no date (yyyy-MM-dd).",
                    json.TokenStartIndex
                );

    /// <summary>The person with the employment of the positions on the day.</summary>
    public static Person Employed(Person person, IReadOnlyList<Read> read, DateOnly? firstContract, DateOnly today)
    {
        IReadOnlyList<Position> positions = [.. read.Select(one => one.Position)];
        var facts = new PositionFacts(firstContract, []);
        if (EmploymentChain.On(today, positions, facts, EmploymentRules.Default) is not { } chain)
        {
            return person with
            {
                Values = With(person.Values, OfMain.Append(Field.EmploymentStart).Append(Field.EmploymentEnd), _ =>
                    FieldValue.Nothing
                ),
            };
        }

        var main = read.First(one => one.Position == chain.Main);
        var values = With(person.Values, OfMain, field => main.Values.GetValueOrDefault(field, FieldValue.NotKnown))
            .With(Field.EmploymentStart, ValueOf(chain.Start))
            .With(Field.EmploymentEnd, ValueOf(chain.End));
        var locks = new Dictionary<Field, WriteLock>(person.Locks);
        foreach (var field in new[] { Field.EmploymentStart, Field.EmploymentEnd })
        {
            if (chain.SourceOf(field) is null)
            {
                locks.TryAdd(field, WriteLock.SeveralPositions);
            }
        }

        return person with
        {
            Values = values,
            Locks = locks,
            Outlook = EmploymentOutlook.On(today, positions, facts, EmploymentRules.Default),
        };
    }

    private static Read One(ref Utf8JsonReader json, int index)
    {
        OfPosition.Begin(ref json);
        var position = new Position($"{index}", null, null, null, null);
        var values = new Dictionary<Field, FieldValue>();
        var (seen, likely) = (0u, 0);
        while (OfPosition.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            switch (property)
            {
                case 0:
                    position = position with { Id = Take.Id(ref json) };
                    break;
                case 1:
                    values[Field.JobTitle] = FieldReading.Value(ref json, Field.JobTitle);
                    position = position with { Title = values[Field.JobTitle].TextOrNull };
                    break;
                case 2:
                    position = position with { Start = Date(ref json) };
                    break;
                case 3:
                    position = position with { End = Date(ref json) };
                    break;
                case 4:
                    position = position with { Percentage = Percentage(ref json) };
                    break;
                case 5:
                    values[Field.ProbationEnd] = FieldReading.Value(ref json, Field.ProbationEnd);
                    break;
                default:
                    values[Field.TerminationNotice] = FieldReading.Value(ref json, Field.TerminationNotice);
                    break;
            }
        }

        return new Read(position, values);
    }

    private static int? Percentage(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null ? null
        : json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var share) ? share
        : throw new JsonFault(
            RefusalCodes.WrongType,
            $"A whole number is needed here; here is {Take.KindOf(json.TokenType)}.",
            json.TokenStartIndex
        );

    private static FieldValue ValueOf(DateOnly? date) =>
        FieldValue.From(date is { } day ? CalendarDate.Write(day) : null);

    private static FieldValues With(FieldValues values, IEnumerable<Field> fields, Func<Field, FieldValue> valueOf) =>
        fields.Aggregate(values, (all, field) => all.With(field, valueOf(field)));
}
