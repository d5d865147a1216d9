using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Texts;
using HumaXledger.Portal.Appearance;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// Renders a <see cref="Reason"/> as a sentence in the language of the page, with localized field names, dates and
/// words of the product among the arguments.
/// </summary>
public sealed class ReasonSentences(
    IStringLocalizer<Reasons> sentences,
    IStringLocalizer<Fields> fields,
    BrowserTime zone
)
{
    /// <summary>The sentence of a reason.</summary>
    public string Of(Reason reason) => Of(reason.Code, reason.Arguments);

    /// <summary>The sentence of a reason code with its arguments; the code itself when it is unknown.</summary>
    public string Of(string code, IReadOnlyList<string> arguments)
    {
        var sentence = sentences[code];
        // An unknown code, written by a newer version: showing the code is better than showing nothing.
        return sentence.ResourceNotFound ? code : Fill(sentence.Value, [.. arguments.Select(Word)]);
    }

    // A stored reason of an older version may carry fewer arguments than its sentence has placeholders.
    private static string Fill(string sentence, object[] words)
    {
        Array.Resize(ref words, Math.Max(words.Length, 4));
        return MessageFormat
            .Format(sentence, CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture, words)
            .Trim()
            .TrimEnd(',', ' ');
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
            return Dates.Day(date);
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
            return Dates.Moment(zone.Local(moment));
        }

        var word = sentences[$"word.{argument}"];
        return word.ResourceNotFound ? VisibleText.InSentence(argument) : word.Value;
    }
}
