using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Portal.Resources;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// Turns a <see cref="Reason"/> into a sentence in the language of the page. Field names, dates and our own words among
/// the arguments are put into that language too.
/// </summary>
public sealed class ReasonSentences(
    IStringLocalizer<Reasons> sentences,
    IStringLocalizer<Fields> fields,
    BrowserTime zone
)
{
    public string Of(Reason reason) => Of(reason.Code, reason.Arguments);

    public string Of(string code, IReadOnlyList<string> arguments)
    {
        var sentence = sentences[code];
        // A code from a newer version's database: better the code than nothing.
        return sentence.ResourceNotFound ? code : Fill(sentence.Value, [.. arguments.Select(Word)]);
    }

    // A list may be shorter than its sentence has places, and an older stored reason may carry fewer arguments.
    private static string Fill(string sentence, object[] words)
    {
        Array.Resize(ref words, Math.Max(words.Length, 4));
        return string.Format(CultureInfo.CurrentCulture, sentence, words).Trim().TrimEnd(',', ' ');
    }

    private object Word(string argument)
    {
        if (FieldRules.ByName(argument) is { } field)
        {
            return fields.Label(field);
        }

        if (
            DateOnly.TryParseExact(
                argument,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
        {
            return date.ToString("d", CultureInfo.CurrentCulture);
        }

        if (
            DateTime.TryParseExact(
                argument,
                "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                out var moment
            )
        )
        {
            return zone.Local(moment).ToString("g", CultureInfo.CurrentCulture);
        }

        var word = sentences[$"word.{argument}"];
        return word.ResourceNotFound ? argument : word.Value;
    }
}
