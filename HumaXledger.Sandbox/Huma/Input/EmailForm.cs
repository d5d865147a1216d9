using System.Text.RegularExpressions;

namespace HumaXledger.Sandbox.Huma.Input;

/// <summary>The form of e-mail addresses.</summary>
internal static partial class EmailForm
{
    /// <summary>Text, one at sign, and a domain with a dot; Huma's own rule is not documented.</summary>
    public static bool IsPlausible(string text) => Plausible().IsMatch(text);

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$", RegexOptions.None, 1_000)]
    private static partial Regex Plausible();
}
