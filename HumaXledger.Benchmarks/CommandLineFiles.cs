using System.Text.Json;
using HumaXledger.Core.People;

namespace HumaXledger.Benchmarks;

/// <summary>Generated people and values as the files that the command line reads.</summary>
internal static class CommandLineFiles
{
    public static void WritePeople(string file, IEnumerable<Person> people)
    {
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        foreach (var person in people)
        {
            json.WriteStartObject();
            json.WriteString("id", person.Id);
            json.WriteBoolean("active", person.Active);
            foreach (var (field, value) in person.Values)
            {
                if (value.IsKnown)
                {
                    json.WritePropertyName(FieldRules.For(field).Name);
                    WriteValue(json, field, value);
                }
            }

            json.WriteEndObject();
            if (json.BytesPending > 256 * 1024)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>
    /// A line for each value that somebody holds, until there are as many as wanted; gives their number.
    /// </summary>
    public static int WriteValues(string file, IReadOnlyList<Person> people, int most)
    {
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream);
        var written = 0;
        foreach (
            var (field, value) in people
                .SelectMany(person => person.Values)
                .Where(value => value.Value.IsValue)
                .Take(most)
        )
        {
            json.WriteStartObject();
            json.WriteString("field", FieldRules.For(field).Name);
            json.WritePropertyName("value");
            WriteValue(json, field, value);
            json.WriteString("country", "NO");
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            stream.Write("\n"u8);
            written++;
        }

        return written;
    }

    // Values with parts are kept as the JSON that the files hold.
    private static void WriteValue(Utf8JsonWriter json, Field field, FieldValue value)
    {
        if (FieldRules.KindOf(field) is FieldKind.Address or FieldKind.BankAccount && value.TextOrNull is { } parts)
        {
            json.WriteRawValue(parts);
        }
        else
        {
            json.WriteStringValue(value.TextOrNull);
        }
    }
}
