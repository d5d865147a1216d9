using System.Collections.Frozen;

namespace HumaXledger.Core.People;

/// <summary>
/// Gender: <c>Male</c>, <c>Female</c> or free text in Huma, a system value with code and name in Xledger. Xledger does
/// not publish its codes, so a value is recognized by its words. Where a text has no counterpart, nothing is written.
/// </summary>
public static class Gender
{
    /// <summary>Huma's own word for male.</summary>
    public const string Male = "Male";

    /// <summary>Huma's own word for female.</summary>
    public const string Female = "Female";

    /// <summary>A third gender; it has a counterpart only where the system has such a value.</summary>
    public const string Other = "Other";

    private static readonly FrozenSet<string> MaleWords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "male",
        "m",
        "man",
        "mann",
        "mand",
        "mies",
        "karl",
        "karlmaður",
        "karlkyn",
        "kk",
        "mannlig",
        "manlig",
        "mandlig",
        "miespuolinen",
        "hankjønn",
        "hankön",
        "hankøn"
    );

    private static readonly FrozenSet<string> FemaleWords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "female",
        "f",
        "k",
        "woman",
        "kvinne",
        "kvinna",
        "kvinde",
        "nainen",
        "kona",
        "kvenmaður",
        "kvenkyn",
        "kvk",
        "kvinnelig",
        "kvinnlig",
        "kvindelig",
        "naispuolinen",
        "hunkjønn",
        "honkön",
        "hunkøn"
    );

    private static readonly FrozenSet<string> OtherWords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "other",
        "annet",
        "annet kjønn",
        "annat",
        "annat kön",
        "andet",
        "andet køn",
        "muu",
        "muu sukupuoli",
        "annað",
        "annað kyn"
    );

    /// <summary>
    /// <see cref="Male"/>, <see cref="Female"/>, <see cref="Other"/>, or the text itself with collapsed white space.
    /// </summary>
    public static string Normalise(string text)
    {
        var collapsed = Spelling.Collapse(text);
        return MaleWords.Contains(collapsed) ? Male
            : FemaleWords.Contains(collapsed) ? Female
            : OtherWords.Contains(collapsed) ? Other
            : collapsed;
    }

    /// <summary>Whether both mean the same gender; free text is compared without regard to case.</summary>
    public static bool Same(string a, string b) =>
        string.Equals(Normalise(a), Normalise(b), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The gender of an Xledger system value: by its name, else by its code; null when it has neither.
    /// </summary>
    public static string? OfSystemValue(string? code, string? name)
    {
        if (!string.IsNullOrWhiteSpace(name) && Normalise(name) is Male or Female)
        {
            return Normalise(name);
        }

        if (!string.IsNullOrWhiteSpace(code) && Normalise(code) is Male or Female)
        {
            return Normalise(code);
        }

        var text = string.IsNullOrWhiteSpace(name) ? code : name;
        return string.IsNullOrWhiteSpace(text) ? null : Spelling.Collapse(text);
    }

    /// <summary>The code of the system value that means this gender; null when there is no counterpart.</summary>
    public static string? CodeOf(string text, IEnumerable<KeyValuePair<string, string?>> systemValues)
    {
        foreach (var (code, name) in systemValues)
        {
            if (OfSystemValue(code, name) is { } gender && Same(gender, text))
            {
                return code;
            }
        }

        return null;
    }
}
