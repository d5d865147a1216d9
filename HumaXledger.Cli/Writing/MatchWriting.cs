using System.Text.Json;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Cli.Writing;

/// <summary>Writes the result of matching.</summary>
internal static class MatchWriting
{
    /// <summary>Writes an object with pairs, ambiguities and unmatched people.</summary>
    /// <param name="outside">People who are never synchronized; a separate property where there are any.</param>
    public static void WriteMatches(this JsonOutput output, Matches matches, IReadOnlyList<OutOfScope> outside)
    {
        var json = output.Json;
        json.WriteStartObject();
        json.WriteStartArray("pairs");
        foreach (var pair in matches.Pairs)
        {
            json.WriteStartObject();
            json.WriteString("humaId", pair.Huma.Id);
            json.WriteString("xledgerId", pair.Xledger.Id);
            json.WriteNumber("confidence", pair.Confidence);
            json.WriteString("state", StateOf(pair));
            WriteEvidence(json, pair.Evidence);
            json.WriteEndObject();
            output.Passed();
        }

        json.WriteEndArray();
        json.WriteStartArray("ambiguous");
        foreach (var ambiguity in matches.Ambiguities)
        {
            WriteAmbiguity(json, ambiguity);
            output.Passed();
        }

        json.WriteEndArray();
        if (matches.EarlierRecords.Count > 0)
        {
            WriteEarlier(json, matches.EarlierRecords);
        }

        // An earlier record is unmatched too: the lists of the first version of the format contain every person.
        WriteIds(output, "onlyInHuma", Ordered(matches.OnlyInHuma, Earlier(matches, Side.Huma)));
        WriteIds(output, "onlyInXledger", Ordered(matches.OnlyInXledger, Earlier(matches, Side.Xledger)));
        if (outside.Count > 0)
        {
            WriteOutside(output, outside);
        }

        json.WriteEndObject();
    }

    private static Person[] Ordered(IEnumerable<Person> alone, IEnumerable<Person> earlier) =>
        [.. alone.Concat(earlier).OrderBy(person => person.Id, StringComparer.Ordinal)];

    private static IEnumerable<Person> Earlier(Matches matches, Side side) =>
        matches.EarlierRecords.Where(earlier => earlier.Record.Side == side).Select(earlier => earlier.Record);

    /// <summary>Each earlier record, by the id of its own system, with the person's pair.</summary>
    private static void WriteEarlier(Utf8JsonWriter json, IReadOnlyList<EarlierRecord> records)
    {
        json.WriteStartArray("earlierRecords");
        foreach (var record in records)
        {
            json.WriteStartObject();
            json.WriteString("system", record.Record.Side.ToString());
            json.WriteString("id", record.Record.Id);
            json.WriteString("humaId", record.Pair.Huma.Id);
            json.WriteString("xledgerId", record.Pair.Xledger.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOutside(JsonOutput output, IReadOnlyList<OutOfScope> outside)
    {
        output.Json.WriteStartArray("outOfScope");
        foreach (var person in outside)
        {
            var reason = ScopeReason.Of(person.Why);
            output.Json.WriteStartObject();
            output.Json.WriteString("humaId", person.Huma?.Id);
            output.Json.WriteString("xledgerId", person.Xledger?.Id);
            output.Json.WriteString("code", reason.Code);
            output.Json.WriteString("message", Sentences.Of(reason));
            output.Json.WriteEndObject();
            output.Passed();
        }

        output.Json.WriteEndArray();
    }

    /// <summary>A pair that a user confirmed counts as certain.</summary>
    private static string StateOf(Pair pair) =>
        pair.State == MatchState.Linked ? "linked"
        : pair.Settled ? "certain"
        : "probable";

    private static void WriteAmbiguity(Utf8JsonWriter json, Ambiguity ambiguity)
    {
        json.WriteStartObject();
        json.WriteString("humaId", ambiguity.Huma.Id);
        json.WriteStartArray("candidates");
        foreach (var candidate in ambiguity.Candidates)
        {
            json.WriteStartObject();
            json.WriteString("xledgerId", candidate.Xledger.Id);
            json.WriteNumber("confidence", candidate.Confidence);
            WriteEvidence(json, candidate.Evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, IReadOnlyList<Evidence> evidence)
    {
        json.WriteStartArray("evidence");
        foreach (var one in evidence)
        {
            json.WriteStartObject();
            json.WriteField(one.Field);
            json.WriteBoolean("agrees", one.Agrees);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIds(JsonOutput output, string name, IReadOnlyList<Person> people)
    {
        output.Json.WriteStartArray(name);
        foreach (var person in people)
        {
            output.Json.WriteStringValue(person.Id);
            output.Passed();
        }

        output.Json.WriteEndArray();
    }
}
