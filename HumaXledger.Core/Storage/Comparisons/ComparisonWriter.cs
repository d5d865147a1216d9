using System.Text.Json;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>
/// Writes a comparison's input; <see cref="ComparisonReader"/> is its mirror. What has its usual value is left out.
/// </summary>
internal readonly struct ComparisonWriter(Utf8JsonWriter json, int flushAt)
{
    /// <summary>Writes one input as JSON.</summary>
    public void Write(ComparisonInput input)
    {
        json.WriteStartObject();
        json.WriteNumber("version", ComparisonPacking.Version);
        json.WriteBoolean("humaComplete", input.HumaComplete);
        json.WriteBoolean("xledgerComplete", input.XledgerComplete);
        if (input.ConnectionId is { } connection)
        {
            json.WriteString("connection", connection);
        }

        if (input.Country is not null)
        {
            json.WriteString("country", input.Country);
        }

        WritePolicy(input.Policy);
        WriteList("huma", input.Huma, WritePerson);
        WriteList("xledger", input.Xledger, WritePerson);
        WriteList("links", input.Links, WriteLink);
        if (input.Distinct.Count > 0)
        {
            WriteList("distinct", input.Distinct, WriteDistinct);
        }

        WriteList("baselines", input.Baselines, WriteBaseline);
        if (input.Identities.Count > 0)
        {
            WriteList("identities", input.Identities, WriteIdentity);
        }

        WriteList("problems", input.Problems, WriteProblem);
        WriteList("putBack", input.PutBack, WritePutBack);
        if (input.Outside.Count > 0)
        {
            WriteList("outside", input.Outside, WriteOutside);
        }

        json.WriteEndObject();
    }

    private void WritePolicy(Policy policy)
    {
        json.WriteStartObject("policy");
        json.WriteString("default", policy.Default.ToString());
        json.WriteStartObject("fields");
        foreach (var (field, rule) in policy.Fields)
        {
            json.WriteString(FieldValuesJson.Name(field), rule.ToString());
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WritePerson(Person person)
    {
        json.WriteStartObject();
        json.WriteString("id", person.Id);
        json.WriteBoolean("active", person.Active);
        if (person.HeldByOtherIntegration)
        {
            json.WriteBoolean("held", true);
        }

        if (person.Owner is not null)
        {
            json.WriteString("owner", person.Owner);
        }

        if (person.EmployerCountry is not null)
        {
            json.WriteString("employerCountry", person.EmployerCountry);
        }

        WriteTexts("groups", person.Groups);
        WriteTexts("contractTypes", person.ContractTypes);
        if (person.Outlook is not null)
        {
            json.WritePropertyName("outlook");
            JsonSerializer.Serialize(json, person.Outlook, StorageJson.Options);
        }

        if (person.FurtherCalls > 0)
        {
            json.WriteNumber("furtherCalls", person.FurtherCalls);
        }

        json.WritePropertyName("values");
        FieldValuesJson.Write(json, person.Values);
        if (person.Locks.Count > 0)
        {
            json.WriteStartObject("locks");
            foreach (var (field, writeLock) in person.Locks)
            {
                json.WriteString(FieldValuesJson.Name(field), writeLock.ToString());
            }

            json.WriteEndObject();
        }

        if (person.InnerDisagreements.Count > 0)
        {
            WriteList("disagreements", person.InnerDisagreements, WriteDisagreement);
        }

        json.WriteEndObject();
    }

    private void WriteOutside(OutsideRecord record)
    {
        json.WriteStartObject();
        json.WriteString("side", record.Person.Side.ToString());
        if (record.Place is not null)
        {
            json.WriteString("place", record.Place);
        }

        json.WritePropertyName("person");
        WritePerson(record.Person);
        json.WriteEndObject();
    }

    private void WriteTexts(string name, IReadOnlyList<string>? texts)
    {
        if (texts is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private void WriteDisagreement(InnerDisagreement disagreement)
    {
        json.WriteStartObject();
        json.WriteString("field", FieldValuesJson.Name(disagreement.Field));
        WriteList("places", disagreement.Places, WritePlace);
        json.WriteEndObject();
    }

    private void WritePlace(KeyValuePair<string, FieldValue> place)
    {
        json.WriteStartObject();
        json.WriteString("path", place.Key);
        if (place.Value.IsKnown)
        {
            json.WriteString("value", place.Value.TextOrNull);
        }

        json.WriteEndObject();
    }

    private void WriteLink(Link link)
    {
        json.WriteStartObject();
        json.WriteString("huma", link.Huma.Value);
        json.WriteString("xledger", link.Xledger.Value);
        json.WriteEndObject();
    }

    private void WriteDistinct(DistinctPair pair) => WriteLink(new Link(pair.Huma, pair.Xledger));

    private void WriteBaseline(Baseline baseline)
    {
        json.WriteStartObject();
        json.WriteString("huma", baseline.Link.Huma.Value);
        json.WriteString("xledger", baseline.Link.Xledger.Value);
        json.WritePropertyName("values");
        FieldValuesJson.Write(json, baseline.Values);
        json.WriteEndObject();
    }

    private void WriteIdentity(LinkedIdentity identity)
    {
        json.WriteStartObject();
        json.WriteString("huma", identity.Link.Huma.Value);
        json.WriteString("xledger", identity.Link.Xledger.Value);
        json.WritePropertyName("inHuma");
        FieldValuesJson.Write(json, identity.Huma);
        json.WritePropertyName("inXledger");
        FieldValuesJson.Write(json, identity.Xledger);
        if (identity.Doubted)
        {
            json.WriteBoolean("doubted", true);
        }

        json.WriteEndObject();
    }

    private void WritePutBack(PutBack back)
    {
        json.WriteStartObject();
        json.WriteString("huma", back.Huma.Value);
        json.WriteString("field", FieldValuesJson.Name(back.Field));
        json.WriteString("target", back.Target.ToString());
        json.WriteNumber("run", back.Run);
        if (back.Value.IsKnown)
        {
            json.WriteString("value", back.Value.TextOrNull);
        }

        if (back.Undone.IsKnown)
        {
            json.WriteString("undone", back.Undone.TextOrNull);
        }

        json.WriteEndObject();
    }

    private void WriteProblem(ReadProblem problem)
    {
        json.WriteStartObject();
        json.WriteString("side", problem.Side.ToString());
        json.WriteString("record", problem.RecordId);
        json.WriteBoolean("incomplete", problem.Incomplete);
        json.WriteString("code", problem.Reason.Code);
        json.WriteStartArray("arguments");
        foreach (var argument in problem.Reason.Arguments)
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteList<T>(string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
            if (json.BytesPending > flushAt)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }
}
