using System.Globalization;
using HumaXledger.Core.People;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>Localized field names and values.</summary>
public static class FieldWords
{
    /// <summary>The field's name on screen, in the language of the page: "Employment ID".</summary>
    public static string Label(this IStringLocalizer<Fields> words, Field field) => words[field.ToString()];

    /// <summary>A value in the reader's language, sensitive ones masked; null for empty and unknown.</summary>
    public static string? Shown(this IStringLocalizer<Fields> words, Field field, FieldValue value)
    {
        if (!value.IsValue)
        {
            return null;
        }

        var text = Masking.Display(field, value, inClear: false, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        if (FieldRules.KindOf(field) == FieldKind.Gender)
        {
            return words.Gender(text);
        }

        return
            FieldRules.KindOf(field).IsDate()
            && DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
            ? Dates.Day(date)
            : text;
    }

    /// <summary>
    /// A value for a file in the reader's language: as shown, with dates as ISO, so that a spreadsheet sorts them; ""
    /// for empty and unknown.
    /// </summary>
    /// <param name="inClear">Whether identification and bank numbers are in clear text.</param>
    public static string InFile(this IStringLocalizer<Fields> words, Field field, FieldValue value, bool inClear)
    {
        var text = Masking.Display(field, value, inClear, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        return text.Length > 0 && FieldRules.KindOf(field) == FieldKind.Gender ? words.Gender(text) : text;
    }

    // Free text that is none of these stays as Huma has it.
    private static string Gender(this IStringLocalizer<Fields> words, string text) =>
        Core.People.Gender.Normalise(text) switch
        {
            Core.People.Gender.Male => words["Gender.Male"],
            Core.People.Gender.Female => words["Gender.Female"],
            Core.People.Gender.Other => words["Gender.Other"],
            var other when other.Equals("Non-binary", StringComparison.OrdinalIgnoreCase) => words["Gender.NonBinary"],
            var other => other,
        };
}
