using System.Text.Json;
using HumaXledger.Core.People;

namespace HumaXledger.Benchmarks;

/// <summary>Writes generated people and values as input files of the command line.</summary>
internal static class CommandLineFiles
{
    /// <summary>Writes a file of people.</summary>
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

    /// <summary>Writes a line for each value, up to the given number; returns how many.</summary>
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

    // Values with parts are stored in the JSON of the files.
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
