using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// One .eml file as <see cref="PickupMail"/> writes it: headers, and the bodies of <c>text/html</c> and
/// <c>text/plain</c>. Reads only the part of MIME (RFC 2045–2047) that this needs.
/// </summary>
public sealed partial record PickedUpMail(
    string File,
    DateTime At,
    string From,
    string To,
    string Subject,
    string? Html,
    string? Text
)
{
    /// <summary>Parses the text of an .eml file.</summary>
    public static PickedUpMail Read(string file, DateTime at, string eml)
    {
        var (headers, body) = Part(eml.ReplaceLineEndings("\n"));
        var parts = Leaves(headers, body).ToList();
        return new PickedUpMail(
            file,
            at,
            Words(headers.GetValueOrDefault("from", "")),
            Words(headers.GetValueOrDefault("to", "")),
            Words(headers.GetValueOrDefault("subject", "")),
            parts.FirstOrDefault(part => part.Type == "text/html").Content,
            parts.FirstOrDefault(part => part.Type == "text/plain").Content
        );
    }

    public override string ToString() => File;

    private static (Dictionary<string, string> Headers, string Body) Part(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Folded().Replace(head, " ").Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        return (headers, end < 0 ? "" : text[(end + 2)..]);
    }

    private static IEnumerable<(string Type, string Content)> Leaves(Dictionary<string, string> headers, string body)
    {
        var type = headers.GetValueOrDefault("content-type", "text/plain");
        if (Boundary().Match(type) is not { Success: true } boundary)
        {
            yield return (
                type.Split(';')[0].Trim().ToLowerInvariant(),
                Decode(body, headers.GetValueOrDefault("content-transfer-encoding", "7bit"))
            );
            yield break;
        }

        foreach (
            var part in body.Split("--" + boundary.Groups["boundary"].Value)
                .Skip(1)
                .Where(part => !part.StartsWith("--", StringComparison.Ordinal))
        )
        {
            var (inner, content) = Part(part.TrimStart('\n'));
            foreach (var leaf in Leaves(inner, content))
            {
                yield return leaf;
            }
        }
    }

    private static string Decode(string body, string encoding) =>
        encoding.ToLowerInvariant() switch
        {
            "base64" => Base64(body),
            "quoted-printable" => Quoted(body.Replace("=\n", "", StringComparison.Ordinal)),
            _ => body,
        };

    private static string Words(string header) =>
        EncodedWord()
            .Replace(BetweenWords().Replace(header, "$1"), word =>
                word.Groups["form"].Value is "B" or "b"
                    ? Base64(word.Groups["text"].Value)
                    : Quoted(word.Groups["text"].Value.Replace('_', ' '))
            );

    /// <summary>Text that is not valid base64 is returned unchanged.</summary>
    private static string Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, length))
            : text;
    }

    private static string Quoted(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (
                text[index] == '='
                && index + 2 < text.Length
                && byte.TryParse(text.AsSpan(index + 1, 2), NumberStyles.HexNumber, null, out var value)
            )
            {
                bytes.Add(value);
                index += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[index].ToString()));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex(@"\n[ \t]+", RegexOptions.None, 1_000)]
    private static partial Regex Folded();

    [GeneratedRegex("boundary=\"?(?<boundary>[^\";]+)", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"=\?utf-8\?(?<form>[BbQq])\?(?<text>[^?]*)\?=", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(?<end>\?=)\s+(?==\?)", RegexOptions.None, 1_000)]
    private static partial Regex BetweenWords();
}
