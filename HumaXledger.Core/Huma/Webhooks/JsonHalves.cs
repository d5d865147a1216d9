using System.Globalization;

namespace HumaXledger.Core.Huma.Webhooks;

/// <summary>
/// Escaped halves of surrogate pairs in JSON (<c>"\ud800"</c>). The grammar allows them (RFC 8259 8.2), but they are no
/// text: System.Text.Json throws when such a string, or a name of a property, is read.
/// </summary>
public static class JsonHalves
{
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "fffd"u8;

    /// <summary>The same JSON with U+FFFD in place of each half; the same memory where there is none.</summary>
    /// <param name="json">UTF-8, well-formed or not.</param>
    public static ReadOnlyMemory<byte> Replaced(ReadOnlyMemory<byte> json)
    {
        byte[]? copy = null;
        var text = json.Span;
        for (var at = text.IndexOf((byte)'\\'); at >= 0 && at < text.Length; at = Next(text, at))
        {
            var code = CodeAt(text, at);
            if (char.IsHighSurrogate(code) && char.IsLowSurrogate(CodeAt(text, at + EscapeLength)))
            {
                at += EscapeLength;
            }
            else if (char.IsSurrogate(code))
            {
                copy ??= json.ToArray();
                Replacement.CopyTo(copy.AsSpan(at + 2));
            }
        }

        return copy ?? json;
    }

    // The backslash after the escape that begins here; a second one after the first is no beginning.
    private static int Next(ReadOnlySpan<byte> text, int at)
    {
        var from = Math.Min(at + 2, text.Length);
        var next = text[from..].IndexOf((byte)'\\');
        return next < 0 ? -1 : from + next;
    }

    /// <summary>The UTF-16 code of the escape that begins here; U+0000 where none does.</summary>
    private static char CodeAt(ReadOnlySpan<byte> text, int at) =>
        at + EscapeLength <= text.Length
        && text[at] == '\\'
        && text[at + 1] == 'u'
        && ushort.TryParse(
            text.Slice(at + 2, 4),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var code
        )
            ? (char)code
            : '\0';
}
