using System.Text.Json;

namespace HumaXledger.Cli.Writing;

/// <summary>A document on its way out, passed on in pieces so that it is never in memory as a whole.</summary>
internal sealed class JsonOutput(Stream stream) : IDisposable
{
    private const int FlushAt = 256 * 1024;

    public Utf8JsonWriter Json { get; } = new(stream, JsonForm.Options);

    /// <summary>To be called after each record.</summary>
    public void Passed()
    {
        if (Json.BytesPending >= FlushAt)
        {
            Json.Flush();
        }
    }

    public void Finish()
    {
        Json.Flush();
        stream.Write("\n"u8);
        stream.Flush();
    }

    public void Dispose() => Json.Dispose();
}
