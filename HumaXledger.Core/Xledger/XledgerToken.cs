using System.Buffers.Text;

namespace HumaXledger.Core.Xledger;

/// <summary>
/// An Xledger API token: one long base64url string that decodes and encodes back unchanged (contracts/xledger.md 1.3).
/// White space around a pasted token is ignored.
/// </summary>
public sealed record XledgerToken
{
    private XledgerToken(Secret secret) => Secret = secret;

    /// <summary>The token's text.</summary>
    public Secret Secret { get; }

    /// <summary>
    /// Reads a pasted token; null where it is invalid, with <paramref name="problem"/> one of the codes
    /// <c>token.empty</c>, <c>token.prefix</c>, <c>token.whitespace</c>, <c>token.characters</c>, <c>token.short</c>,
    /// <c>token.form</c>.
    /// </summary>
    public static XledgerToken? TryRead(string? pasted, out string? problem)
    {
        var text = pasted?.Trim() ?? "";
        problem = text switch
        {
            "" => "token.empty",
            _ when text.StartsWith("token ", StringComparison.OrdinalIgnoreCase)
                    || text.StartsWith("bearer ", StringComparison.OrdinalIgnoreCase) => "token.prefix",
            _ when text.Any(char.IsWhiteSpace) => "token.whitespace",
            _ when text.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=')) => "token.characters",
            _ when text.Length < 20 => "token.short",
            _ => null,
        };
        if (problem is not null)
        {
            return null;
        }

        if (!RoundTrips(text))
        {
            problem = "token.form";
            return null;
        }

        return new XledgerToken(new Secret(text));
    }

    public override string ToString() => "(token)";

    private static bool RoundTrips(string text)
    {
        var bare = text.TrimEnd('=');
        try
        {
            return Base64Url.EncodeToString(Base64Url.DecodeFromChars(bare)) == bare;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
