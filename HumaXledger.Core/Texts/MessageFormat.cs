using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace HumaXledger.Core.Texts;

/// <summary>
/// A text with arguments, in the part of ICU's message syntax that the product's texts use: <c>{0}</c>,
/// <c>{0, number}</c>, <c>{0, plural, =0 {none} one {# row} other {# rows}}</c> and
/// <c>{0, select, Male {man} other {person}}</c>, each branch again a text with arguments. <c>#</c> is the number of
/// the nearest plural. An apostrophe is an ordinary character, unless a brace or a <c>#</c> follows:
/// <c>'{'</c> is a brace.
/// Source: unicode-org.github.io/icu/userguide/format_parse/messages.
/// </summary>
public sealed class MessageFormat
{
    // The texts are those of the resource files, so the cache is bounded.
    private static readonly ConcurrentDictionary<string, MessageFormat> Parsed = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<MessagePart> _parts;

    private MessageFormat(IReadOnlyList<MessagePart> parts) => _parts = parts;

    /// <summary>The arguments that the text names, with the way in which it uses each of them; sorted.</summary>
    public IReadOnlyList<MessageArgument> Arguments =>
        [.. _parts.SelectMany(part => part.Arguments).Distinct().OrderBy(argument => argument)];

    /// <summary>The parsed text; each text is parsed once per process.</summary>
    /// <exception cref="FormatException">The text breaks the syntax.</exception>
    public static MessageFormat Of(string text) =>
        Parsed.GetOrAdd(text, static text => new MessageFormat(MessageParser.Parse(text)));

    /// <summary>Fills in a text with the plural rules of <paramref name="language"/>.</summary>
    /// <exception cref="FormatException">The text breaks the syntax, or names an argument that is missing.</exception>
    public static string Format(
        string text,
        CultureInfo language,
        CultureInfo culture,
        params IReadOnlyList<object?> arguments
    ) => Of(text).Format(language, culture, arguments);

    /// <summary>
    /// Fills in the arguments. <paramref name="language"/> gives the plural rules, <paramref name="culture"/> the form
    /// of numbers. Numbers may be given as text, as stored reasons do.
    /// </summary>
    /// <exception cref="FormatException">The text names an argument that is not given.</exception>
    public string Format(CultureInfo language, CultureInfo culture, params IReadOnlyList<object?> arguments)
    {
        if (_parts is [MessagePart.Literal only])
        {
            return only.Text;
        }

        var output = new StringBuilder();
        var values = new MessageValues(arguments, language, culture);
        foreach (var part in _parts)
        {
            part.Write(output, values);
        }

        return output.ToString();
    }
}
