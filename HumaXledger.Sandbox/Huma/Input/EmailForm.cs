using System.Text.RegularExpressions;

namespace HumaXledger.Sandbox.Huma.Input;

internal static partial class EmailForm
{
    /// <summary>Something, one at sign, a domain with a point; Huma's own rule is unknown.</summary>
    public static bool IsPlausible(string text) => Plausible().IsMatch(text);

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$", RegexOptions.None, 1_000)]
    private static partial Regex Plausible();
}
