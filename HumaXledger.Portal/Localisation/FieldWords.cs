using System.Globalization;
using HumaXledger.Core.People;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>Localized field names and values.</summary>
public static class FieldWords
{
    /// <summary>The field's name on screen, in the language of the page: "Employment ID".</summary>
    public static string Label(this IStringLocalizer<Fields> words, Field field) => words[field.ToString()];

    /// <summary>A value in the reader's culture, sensitive ones masked; null for empty and unknown.</summary>
    public static string? Shown(Field field, FieldValue value)
    {
        if (!value.IsValue)
        {
            return null;
        }

        var text = Masking.Display(field, value, inClear: false, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        return
            FieldRules.KindOf(field).IsDate()
            && DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
            ? date.ToString("d", CultureInfo.CurrentCulture)
            : text;
    }
}
