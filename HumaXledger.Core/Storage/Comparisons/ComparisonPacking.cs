using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>
/// A comparison's input as compressed JSON. Written by hand rather than by a serializer: people share fifteen field
/// names and nothing else, and 20,000 of them pass in a fraction
/// of a second. The first property is the version of the shape; a newer one is refused, never half read.
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
        using var decompressor = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(packed.Length * 6, 64 * 1024));
        try
        {
            var length = 0;
            while (decompressor.Read(buffer.AsSpan(length)) is var read and > 0)
            {
                length += read;
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }

            var json = new Utf8JsonReader(buffer.AsSpan(0, length));
            return ComparisonReader.Read(ref json);
        }
        finally
        {
            // It held names, addresses and identity numbers.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full, clearArray: true);
        return larger;
    }
}
