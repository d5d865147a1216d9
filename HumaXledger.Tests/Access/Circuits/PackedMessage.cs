using System.Buffers.Binary;
using System.Text;

namespace HumaXledger.Tests.Access.Circuits;

/// <summary>
/// Messages of a circuit in SignalR's "blazorpack": a length, then MessagePack. Only the types that circuits use.
/// </summary>
internal static class PackedMessage
{
    /// <summary>A call of the server: <c>[1, {}, id, target, arguments]</c>.</summary>
    /// <param name="id">Null where no answer is wanted.</param>
    public static byte[] Call(string? id, string target, params object?[] arguments)
    {
        using var body = new MemoryStream();
        body.WriteByte(0x95);
        Write(body, 1L);
        body.WriteByte(0x80);
        Write(body, id);
        Write(body, target);
        body.WriteByte((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
        {
            Write(body, argument);
        }

        using var message = new MemoryStream();
        for (var left = (uint)body.Length; ; left >>= 7)
        {
            message.WriteByte((byte)(left > 0x7f ? (left & 0x7f) | 0x80 : left));
            if (left <= 0x7f)
            {
                break;
            }
        }

        body.WriteTo(message);
        return message.ToArray();
    }

    /// <summary>Takes one whole message off the front; null while it is not complete.</summary>
    public static object?[]? Take(List<byte> received)
    {
        var (length, prefix) = (0, 0);
        for (var shift = 0; ; shift += 7)
        {
            if (prefix >= received.Count)
            {
                return null;
            }

            var part = received[prefix++];
            length |= (part & 0x7f) << shift;
            if ((part & 0x80) == 0)
            {
                break;
            }
        }

        if (received.Count < prefix + length)
        {
            return null;
        }

        var at = 0;
        var message = (object?[])Read([.. received.GetRange(prefix, length)], ref at)!;
        received.RemoveRange(0, prefix + length);
        return message;
    }

    private static void Write(MemoryStream to, object? value)
    {
        switch (value)
        {
            case null:
                to.WriteByte(0xc0);
                break;
            case bool yes:
                to.WriteByte((byte)(yes ? 0xc3 : 0xc2));
                break;
            case long number:
                to.WriteByte(0xd3);
                Span<byte> eight = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(eight, number);
                to.Write(eight);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                to.WriteByte(0xdb);
                Span<byte> four = stackalloc byte[4];
                BinaryPrimitives.WriteInt32BigEndian(four, bytes.Length);
                to.Write(four);
                to.Write(bytes);
                break;
            default:
                throw new ArgumentException($"{value.GetType()}", nameof(value));
        }
    }

    private static object? Read(byte[] from, ref int at)
    {
        var type = from[at++];
        switch (type)
        {
            case <= 0x7f:
                return (long)type;
            case >= 0xe0:
                return (long)(sbyte)type;
            case >= 0x80 and <= 0x8f:
                return Map(from, ref at, type & 0xf);
            case >= 0x90 and <= 0x9f:
                return Array(from, ref at, type & 0xf);
            case >= 0xa0 and <= 0xbf:
                return Text(from, ref at, type & 0x1f);
            case 0xc0:
                return null;
            case 0xc2 or 0xc3:
                return type == 0xc3;
            case 0xc4 or 0xc5 or 0xc6:
                var length = Number(from, ref at, 1 << (type - 0xc4));
                at += (int)length;
                return from[(at - (int)length)..at];
            case >= 0xcc and <= 0xcf:
                return Number(from, ref at, 1 << (type - 0xcc));
            case >= 0xd0 and <= 0xd3:
                return Number(from, ref at, 1 << (type - 0xd0));
            case 0xd9 or 0xda or 0xdb:
                return Text(from, ref at, (int)Number(from, ref at, 1 << (type - 0xd9)));
            case 0xdc or 0xdd:
                return Array(from, ref at, (int)Number(from, ref at, type == 0xdc ? 2 : 4));
            default:
                throw new NotSupportedException($"MessagePack type {type:x2}");
        }
    }

    private static long Number(byte[] from, ref int at, int bytes)
    {
        var number = 0L;
        for (var index = 0; index < bytes; index++)
        {
            number = (number << 8) | from[at++];
        }

        return number;
    }

    private static string Text(byte[] from, ref int at, int length)
    {
        at += length;
        return Encoding.UTF8.GetString(from, at - length, length);
    }

    private static object?[] Array(byte[] from, ref int at, int length)
    {
        var items = new object?[length];
        for (var index = 0; index < length; index++)
        {
            items[index] = Read(from, ref at);
        }

        return items;
    }

    private static object? Map(byte[] from, ref int at, int length)
    {
        for (var index = 0; index < length * 2; index++)
        {
            Read(from, ref at);
        }

        return null;
    }
}
