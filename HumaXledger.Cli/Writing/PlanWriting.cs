using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Checks;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Cli.Writing;

/// <summary>Writes differences, planned and blocked changes.</summary>
internal static class PlanWriting
{
    /// <summary>The code of a change that is held because a side is empty.</summary>
    private const string HeldCode = "guard.held";

    private const string HeldMessage =
        "One of the two systems has no people at all. Nothing is written on such a reading.";

    /// <summary>
    /// The code of a change that is held because a record of the linked person looks like another person now.
    /// </summary>
    private const string OtherPersonCode = "guard.otherPerson";

    private const string OtherPersonMessage =
        "Name, date of birth and identification changed together: the record looks like another person. "
        + "Nothing is written until you confirm who it is in the portal.";

    /// <summary>Writes an object with differences, changes, blocked changes, matches, guards and forecast.</summary>
    public static void WritePlan(this JsonOutput output, Comparison comparison, SyncPlan plan)
    {
        var json = output.Json;
        json.WriteStartObject();
        WriteDifferences(output, comparison, plan.Warnings);
        WriteChanges(output, plan.Changes);
        WriteBlocked(output, comparison, plan);
        json.WritePropertyName("match");
        output.WriteMatches(comparison.Matches, comparison.OutOfScope);
        WriteGuards(json, plan.Guards);
        json.WriteStartObject("forecast");
        json.WriteNumber("xledgerRequests", plan.Forecast.XledgerRequests);
        json.WriteNumber("humaRequests", plan.Forecast.HumaRequests);
        json.WriteNumber("seconds", plan.Forecast.Seconds);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDifferences(JsonOutput output, Comparison comparison, IReadOnlyList<PlanWarning> warnings)
    {
        var json = output.Json;
        var warned = warnings.ToLookup(warning => (warning.Huma, warning.Xledger, warning.Field));
        json.WriteStartArray("differences");
        foreach (var difference in comparison.Differences)
        {
            json.WriteStartObject();
            json.WriteString("humaId", difference.Pair.Huma.Id);
            json.WriteString("xledgerId", difference.Pair.Xledger.Id);
            json.WriteField(difference.Field);
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(difference.Kind.ToString()));
            json.WriteValue("huma", difference.Field, difference.Huma);
            json.WriteValue("xledger", difference.Field, difference.Xledger);
            json.WriteValue("baseline", difference.Field, difference.Baseline);
            json.WriteStartArray("allowed");
            foreach (var side in difference.Allowed)
            {
                json.WriteStringValue(FieldWriting.NameOf(side));
            }

            json.WriteEndArray();
            json.WriteString("proposed", difference.Proposed is { } proposed ? FieldWriting.NameOf(proposed) : "none");
            json.WriteString(
                "reason",
                ReasonOf(
                    difference,
                    warned[(difference.Pair.Link.Huma, difference.Pair.Link.Xledger, difference.Field)]
                )
            );
            json.WriteEndObject();
            output.Passed();
        }

        json.WriteEndArray();
    }

    /// <summary>Why the values differ, with the warnings about choosing one of them.</summary>
    private static string ReasonOf(Difference difference, IEnumerable<PlanWarning> warnings) =>
        string.Join(
            ' ',
            warnings
                .Select(warning => $"Warning for {warning.Target}: {Sentences.Of(warning.Reason)}")
                .Prepend(Sentences.Of(difference.Why).TrimEnd('.') + ".")
        );

    private static void WriteChanges(JsonOutput output, IReadOnlyList<PlannedChange> changes)
    {
        var json = output.Json;
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteSide("target", change.Target);
            json.WriteString("kind", change.Kind == ChangeKind.Update ? "update" : "create");
            // The record that is written to; for a person to be created, the record in the other system.
            json.WriteString(
                "id",
                (change.Target == Side.Huma) == (change.Kind == ChangeKind.Update)
                    ? change.Huma?.Value
                    : change.Xledger?.Value
            );
            json.WriteField(change.Field);
            json.WriteValue("from", change.Field, change.From);
            json.WriteValue("to", change.Field, change.To);
            json.WriteEndObject();
            output.Passed();
        }

        json.WriteEndArray();
    }

    private static void WriteBlocked(JsonOutput output, Comparison comparison, SyncPlan plan)
    {
        output.Json.WriteStartArray("blocked");
        foreach (var refused in comparison.Matches.Refused)
        {
            WriteBlock(
                output,
                refused.Decision.Huma,
                refused.Decision.Xledger,
                null,
                refused.Reason.Code,
                Sentences.Of(refused.Reason)
            );
        }

        foreach (var blocked in plan.Blocked)
        {
            WriteBlock(
                output,
                blocked.Huma,
                blocked.Xledger,
                blocked.Field,
                blocked.Reason.Code,
                Sentences.Of(blocked.Reason)
            );
        }

        foreach (var held in plan.HeldByGuard)
        {
            var other =
                held is { Huma: { } huma, Xledger: { } xledger }
                && comparison.LooksLikeAnother(new Link(huma, xledger));
            WriteBlock(
                output,
                held.Huma,
                held.Xledger,
                held.Field,
                other ? OtherPersonCode : HeldCode,
                other ? OtherPersonMessage : HeldMessage
            );
        }

        output.Json.WriteEndArray();
    }

    private static void WriteBlock(
        JsonOutput output,
        HumaId? huma,
        XledgerId? xledger,
        Field? field,
        string code,
        string message
    )
    {
        var json = output.Json;
        json.WriteStartObject();
        json.WriteString("humaId", huma?.Value);
        json.WriteString("xledgerId", xledger?.Value);
        json.WriteField(field);
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
        output.Passed();
    }

    private static void WriteGuards(Utf8JsonWriter json, IReadOnlyList<GuardResult> guards)
    {
        json.WriteStartArray("guards");
        // Earlier versions of the format have no such guard: it is listed only where it stops a change.
        foreach (var guard in guards.Where(guard => guard.Kind != GuardKind.OtherPerson || guard.Count > 0))
        {
            json.WriteStartObject();
            json.WriteString("code", JsonNamingPolicy.CamelCase.ConvertName(guard.Kind.ToString()));
            json.WriteNumber("count", guard.Count);
            json.WriteNumber("limit", guard.Most);
            json.WriteBoolean("tripped", guard.Tripped);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
