using System.Globalization;

namespace HumaXledger.Core.Texts;

/// <summary>
/// The plural forms of the product's languages, after CLDR (unicode.org/cldr/charts/latest/supplemental/
/// language_plural_rules.html). All have two: one and other.
/// </summary>
internal static class PluralRules
{
    public const string One = "one";
    public const string Other = "other";

    /// <summary>The form of a number. English and Swedish say "1.0 rows"; Norwegian says "1,0 rad".</summary>
    public static string Of(CultureInfo language, decimal number) =>
        Math.Abs(number) == 1 && (number.Scale == 0 || language.TwoLetterISOLanguageName is "nb" or "no" or "nn")
            ? One
            : Other;
}
