using System.Text.Encodings.Web;
using System.Text.Json;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>The response to a request.</summary>
/// <param name="HasData">Whether there is a <c>data</c> member; it is null where <paramref name="Data"/> is.</param>
/// <param name="Errors">The errors, in the order in which they occurred.</param>
public sealed record Answer(bool HasData, ResultObject? Data, IReadOnlyList<GraphQlError> Errors)
{
    // Letters are not escaped, because an answer is never embedded in HTML.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The number of buffered bytes at which the writer is flushed.</summary>
    private const int Portion = 64 * 1024;

    /// <summary>Writes the response as JSON in portions, so that a full page is never in memory as text.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancelled)
    {
        await using var json = new Utf8JsonWriter(stream, Writing);
        json.WriteStartObject();
        if (HasData)
        {
            json.WritePropertyName("data");
            await ValueAsync(json, Data, cancelled);
        }

        if (Errors.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (var error in Errors)
                Error(json, error);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync(cancelled);
    }

    private static async ValueTask ValueAsync(Utf8JsonWriter json, object? value, CancellationToken cancelled)
    {
        switch (value)
        {
            case ResultObject result:
                json.WriteStartObject();
                for (var index = 0; index < result.Names.Count; index++)
                {
                    json.WritePropertyName(result.Names[index]);
                    await ValueAsync(json, result.Values[index], cancelled);
                }

                json.WriteEndObject();
                break;
            case IReadOnlyList<object?> items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    await ValueAsync(json, item, cancelled);
                    if (json.BytesPending > Portion)
                        await json.FlushAsync(cancelled);
                }

                json.WriteEndArray();
                break;
            default:
                Leaf(json, value);
                break;
        }
    }

    private static void Leaf(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool boolean:
                json.WriteBooleanValue(boolean);
                break;
            case int whole:
                json.WriteNumberValue(whole);
                break;
            case long whole:
                json.WriteNumberValue(whole);
                break;
            case double real:
                json.WriteNumberValue(real);
                break;
            default:
                throw new InvalidOperationException(
                    $"A resolver returned a {value.GetType().Name}, which has no JSON form."
                );
        }
    }

    private static void Error(Utf8JsonWriter json, GraphQlError error)
    {
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        if (error.CodeOnTop)
            json.WriteString("code", error.Code);
        if (error.Locations.Count > 0)
        {
            json.WriteStartArray("locations");
            foreach (var at in error.Locations)
            {
                json.WriteStartObject();
                json.WriteNumber("line", at.Line);
                json.WriteNumber("column", at.Column);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (error.Path is { } path)
        {
            json.WriteStartArray("path");
            foreach (var step in path)
                Leaf(json, step);
            json.WriteEndArray();
        }

        json.WriteStartObject("extensions");
        json.WriteString("code", error.Code);
        if (error.Number is not null)
        {
            json.WriteStartArray("codes");
            json.WriteStringValue(error.Code);
            json.WriteEndArray();
            json.WriteString("number", error.Number);
        }

        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object>())
        {
            json.WritePropertyName(name);
            Extension(json, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Not by JsonSerializer, which flushes the writer synchronously.
    private static void Extension(Utf8JsonWriter json, object value)
    {
        if (value is not IReadOnlyList<IReadOnlyDictionary<string, object?>> rows)
        {
            Leaf(json, value);
            return;
        }

        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            foreach (var (name, cell) in row)
            {
                json.WritePropertyName(name);
                Leaf(json, cell);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
