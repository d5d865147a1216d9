using System.Text.Json;

namespace HumaXledger.Cli.Writing;

/// <summary>A document that is written in pieces, so that it is never in memory as a whole.</summary>
internal sealed class JsonOutput(Stream stream) : IDisposable
{
    private const int FlushAt = 256 * 1024;

    /// <summary>The writer; flush it with <see cref="Passed"/>.</summary>
    public Utf8JsonWriter Json { get; } = new(stream, JsonForm.Options);

    /// <summary>Flushes from time to time; to be called after each record.</summary>
    public void Passed()
    {
        if (Json.BytesPending >= FlushAt)
        {
            Json.Flush();
        }
    }

    /// <summary>Writes the rest and a line break.</summary>
    public void Finish()
    {
        Json.Flush();
        stream.Write("\n"u8);
        stream.Flush();
    }

    public void Dispose() => Json.Dispose();
}
