using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>The response to a request.</summary>
/// <param name="HasData">Whether there is a <c>data</c> member; it is null where <paramref name="Data"/> is.</param>
/// <param name="Errors">The errors, in the order in which they occurred.</param>
internal sealed record Answer(bool HasData, ExecutionNode? Data, IReadOnlyList<ExecutionError> Errors)
{
    /// <summary>The number of buffered bytes at which they are sent.</summary>
    private const int Portion = 64 * 1024;

    // Letters are not escaped, because an answer is never embedded in HTML.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Values = new() { Encoder = Writing.Encoder };

    private static readonly ErrorInfoProvider Library = new();

    /// <summary>Writes the response as JSON in portions, so that a full page is never in memory as text.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancelled)
    {
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: Portion, leaveOpen: true));
        await using var json = new Utf8JsonWriter(pipe, Writing);
        json.WriteStartObject();
        if (HasData)
        {
            json.WritePropertyName("data");
            await WriteAsync(json, pipe, Data, cancelled);
        }

        if (Errors.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (var error in Errors)
                Write(json, error);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync(cancelled);
        await pipe.CompleteAsync();
    }

    // Only objects that are in no list are written asynchronously, and few are.
    private static async Task WriteAsync(
        Utf8JsonWriter json,
        PipeWriter pipe,
        ExecutionNode? node,
        CancellationToken cancelled
    )
    {
        switch (node)
        {
            case ObjectExecutionNode { SubFields: { } fields }:
                json.WriteStartObject();
                foreach (var field in fields)
                {
                    json.WritePropertyName(field.Name!);
                    await WriteAsync(json, pipe, field, cancelled);
                }

                json.WriteEndObject();
                break;
            case ArrayExecutionNode { Items: { } items }:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                    if (pipe.UnflushedBytes + json.BytesPending > Portion)
                    {
                        await json.FlushAsync(cancelled);
                        await pipe.FlushAsync(cancelled);
                    }
                }

                json.WriteEndArray();
                break;
            default:
                Write(json, node);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ExecutionNode? node)
    {
        switch (node)
        {
            case ObjectExecutionNode { SubFields: { } fields }:
                json.WriteStartObject();
                foreach (var field in fields)
                {
                    json.WritePropertyName(field.Name!);
                    Write(json, field);
                }

                json.WriteEndObject();
                break;
            case ArrayExecutionNode { Items: { } items }:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case ArrayExecutionNode list:
                JsonSerializer.Serialize(json, list.SerializedResult, Values);
                break;
            case ValueExecutionNode value:
                Write(json, value.Result);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case int whole:
                json.WriteNumberValue(whole);
                break;
            case bool boolean:
                json.WriteBooleanValue(boolean);
                break;
            default:
                JsonSerializer.Serialize(json, value, Values);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ExecutionError error)
    {
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        var extensions = Library.GetInfo(error).Extensions ?? new Dictionary<string, object?>();
        if (error is XledgerError)
        {
            json.WriteString("code", error.Code);
            extensions.Remove("codes");
        }

        if (error.Locations is { } locations)
        {
            json.WriteStartArray("locations");
            foreach (var at in locations)
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
            json.WritePropertyName("path");
            JsonSerializer.Serialize(json, path, Values);
        }

        json.WritePropertyName("extensions");
        JsonSerializer.Serialize(json, extensions, Values);
        json.WriteEndObject();
    }
}
