using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HumaXledger.Core.Storage.Activity;

/// <summary>
/// The form of an entry that its hash is taken of (docs/decisions/0024): UTF-8, one line per part, each the part's
/// length in bytes, a colon and the part; a part that is missing is a line with a
/// hyphen. In this order: <see cref="Version"/>, number, time (<c>2026-01-31T23:59:00.000000Z</c>), who, their id, from
/// where, connection (lower case, with hyphens), what, how many
/// arguments, each argument, hash of the entry before. No two different entries have the same form. One per thread.
/// </summary>
public sealed class ActivityForm
{
    /// <summary>Version of the form that is hashed. Part of each hash.</summary>
    public const string Version = "humaxledger-activity-1";

    /// <summary>Stands before the first entry.</summary>
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    private readonly ArrayBufferWriter<byte> _form = new(1024);

    /// <summary>SHA-256 of the entry and of the hash before it, as 64 hexadecimal digits in lower case.</summary>
    public string HashOf(ActivityRecord act, string previousHash)
    {
        _form.ResetWrittenCount();
        Add(Version);
        AddFormatted(act.Number, "D");
        AddFormatted<DateTime>(act.At, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
        Add(act.Who);
        Add(act.WhoId);
        Add(act.From);
        AddFormatted(act.ConnectionId, "D");
        Add(act.What);
        AddFormatted<int>(act.Arguments.Count, "D");
        foreach (var argument in act.Arguments)
        {
            Add(argument);
        }

        Add(previousHash);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_form.WrittenSpan, hash);
        return Convert.ToHexStringLower(hash);
    }

    // Without a text in between: a million entries are checked in seconds.
    private void AddFormatted<T>(T? part, string format)
        where T : struct, IUtf8SpanFormattable
    {
        if (part is not { } value)
        {
            AddMissing();
            return;
        }

        Span<byte> text = stackalloc byte[64];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        var room = _form.GetSpan(length + 16);
        length.TryFormat(room, out var written, provider: CultureInfo.InvariantCulture);
        room[written++] = (byte)':';
        text[..length].CopyTo(room[written..]);
        written += length;
        room[written++] = (byte)'\n';
        _form.Advance(written);
    }

    private void AddMissing() => _form.Write("-\n"u8);

    private void Add(string? part)
    {
        if (part is null)
        {
            AddMissing();
            return;
        }

        var length = Encoding.UTF8.GetByteCount(part);
        var room = _form.GetSpan(length + 16);
        length.TryFormat(room, out var written, provider: CultureInfo.InvariantCulture);
        room[written++] = (byte)':';
        written += Encoding.UTF8.GetBytes(part, room[written..]);
        room[written++] = (byte)'\n';
        _form.Advance(written);
    }
}
