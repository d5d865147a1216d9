using System.IO.Compression;
using System.Text.Json;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>
/// A comparison's input as compressed JSON. Written by hand rather than by a serializer: people share fifteen field
/// names and nothing else, and 20,000 of them pass in a fraction of a second. The first property is the version of the
/// shape; a newer one is refused, never half read.
/// </summary>
internal static class ComparisonPacking
{
    /// <summary>Version of the packed form.</summary>
    public const int Version = 1;

    /// <summary>Bytes of JSON held back before they go into the compressor.</summary>
    private const int FlushAt = 64 * 1024;

    /// <summary>The input as compressed JSON.</summary>
    public static byte[] Pack(ComparisonInput input)
    {
        using var packed = new MemoryStream();
        using (var compressor = new BrotliStream(packed, CompressionLevel.Fastest))
        using (var json = new Utf8JsonWriter(compressor, StorageJson.WriterOptions))
        {
            new ComparisonWriter(json, FlushAt).Write(input);
        }

        return packed.ToArray();
    }

    /// <summary>The input that was packed.</summary>
    public static ComparisonInput Unpack(byte[] packed)
    {
        using var json = new JsonPieces(new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress));
        return new ComparisonReader(json).Read();
    }

    /// <exception cref="InvalidDataException">It was stored by a version with another shape.</exception>
    public static void RequireVersion(int version)
    {
        if (version != Version)
        {
            throw new InvalidDataException(
                $"This comparison was stored in shape {version}; this version of HumaXledger reads shape "
                    + $"{Version}. Compare again."
            );
        }
    }
}
