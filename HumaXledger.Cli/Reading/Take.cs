using System.Text;
using System.Text.Json;
using HumaXledger.Core.People;

namespace HumaXledger.Cli.Reading;

/// <summary>
/// Reads single values at the position of a reader; throws <see cref="JsonFault"/> for another kind of value.
/// </summary>
internal static class Take
{
    private const int LongestShown = 80;

    /// <summary>A text, or the name of a property.</summary>
    public static string Text(ref Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            throw new JsonFault(
                RefusalCodes.WrongType,
                $"A text is needed here; here is {KindOf(json.TokenType)}.",
                json.TokenStartIndex
            );
        }

        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The reader validates a text only when it is decoded.
            throw new JsonFault(
                RefusalCodes.Unicode,
                "This text is not UTF-8, or holds half a character.",
                json.TokenStartIndex
            );
        }
    }

    /// <summary>A text; null for null.</summary>
    public static string? TextOrNull(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null ? null : Text(ref json);

    /// <summary>An array of texts; null for null.</summary>
    public static IReadOnlyList<string>? Texts(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonFault(
                RefusalCodes.WrongType,
                $"An array of texts is needed here; here is {KindOf(json.TokenType)}.",
                json.TokenStartIndex
            );
        }

        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(Text(ref json));
        }

        return texts;
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static int Number(ref Utf8JsonReader json, int least, int most) =>
        json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw new JsonFault(
                RefusalCodes.WrongType,
                $"A whole number from {least} to {most} is needed here.",
                json.TokenStartIndex
            );

    /// <summary>A boolean.</summary>
    public static bool Flag(ref Utf8JsonReader json) =>
        json.TokenType is JsonTokenType.True or JsonTokenType.False
            ? json.TokenType == JsonTokenType.True
            : throw new JsonFault(
                RefusalCodes.WrongType,
                $"true or false is needed here; here is {KindOf(json.TokenType)}.",
                json.TokenStartIndex
            );

    /// <summary>A text that is not blank.</summary>
    public static string Id(ref Utf8JsonReader json)
    {
        var id = Text(ref json);
        return string.IsNullOrWhiteSpace(id)
            ? throw new JsonFault(RefusalCodes.EmptyId, "An id cannot be empty.", json.TokenStartIndex)
            : id;
    }

    /// <summary>A field by its JSON name.</summary>
    public static Field FieldName(ref Utf8JsonReader json)
    {
        var name = Text(ref json);
        return FieldRules.ByName(name)
            ?? throw new JsonFault(
                RefusalCodes.UnknownWord,
                $"There is no field \"{Shown(name)}\".",
                json.TokenStartIndex
            );
    }

    /// <summary>One of a fixed set of words.</summary>
    public static T Word<T>(ref Utf8JsonReader json, IReadOnlyDictionary<string, T> words)
    {
        var word = Text(ref json);
        return words.TryGetValue(word, out var meant)
            ? meant
            : throw new JsonFault(
                RefusalCodes.UnknownWord,
                $"One of {string.Join(", ", words.Keys)} is needed here, not \"{Shown(word)}\".",
                json.TokenStartIndex
            );
    }

    /// <summary>The kind of a token, for messages.</summary>
    public static string KindOf(JsonTokenType token) =>
        token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "true or false",
            JsonTokenType.Null => "null",
            _ => "something else",
        };

    /// <summary>A text from the input in a message, shortened to 80 characters.</summary>
    public static string Shown(string text) =>
        text.Length <= LongestShown
            ? text
            : text[..(char.IsHighSurrogate(text[LongestShown - 1]) ? LongestShown - 1 : LongestShown)] + "…";

    /// <summary>The same for bytes.</summary>
    public static string Shown(ReadOnlySpan<byte> utf8) => Shown(Encoding.UTF8.GetString(utf8));

    /// <summary>The reader's message without its position, which is reported separately.</summary>
    public static string Sentence(JsonException fault)
    {
        var place = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? fault.Message : fault.Message[..place];
    }
}
