using System.Buffers.Binary;
using System.Text;

namespace HumaXledger.Benchmarks.Circuits;

/// <summary>
/// One batch of changes to a page as the server sends it: reads numbers and texts at their places, as
/// <c>OutOfProcessRenderBatch.ts</c> of ASP.NET Core does. Five offsets at the end say where each part begins.
/// </summary>
internal readonly struct RenderBatch(byte[] bytes)
{
    /// <summary>An edit: kind, sibling, frame or target, removed name.</summary>
    public const int EditSize = 16;

    /// <summary>A frame: kind and four numbers.</summary>
    public const int FrameSize = 20;

    public int Updated => Number(bytes.Length - 20);

    public int Disposed => Number(bytes.Length - 12);

    /// <summary>Where a frame begins.</summary>
    public int Frame(int index) => Number(bytes.Length - 16) + 4 + (index * FrameSize);

    public int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    public ulong LongNumber(int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));

    /// <summary>The text whose number stands here; null for none.</summary>
    public string? Text(int at)
    {
        var number = Number(at);
        if (number < 0)
        {
            return null;
        }

        var place = Number(Number(bytes.Length - 4) + (number * 4));
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[place++];
            length |= (part & 0x7f) << shift;
            if ((part & 0x80) == 0)
            {
                return Encoding.UTF8.GetString(bytes, place, length);
            }
        }
    }
}
