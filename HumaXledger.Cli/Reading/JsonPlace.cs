using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HumaXledger.Cli.Reading;

/// <summary>
/// The path of a place in a JSON text, such as <c>$[3].address.city</c>. Reads the text again, because it is used only
/// for errors.
/// </summary>
internal static class JsonPlace
{
    /// <summary>Longer names are shortened.</summary>
    private const int LongestName = 80;

    /// <summary>The path of a byte.</summary>
    /// <param name="root">The path of the value in <paramref name="json"/>.</param>
    /// <param name="json">The value, possibly after a comma or white space, possibly malformed.</param>
    /// <param name="at">The byte offset; beyond the first syntax error, the path of that error is returned.</param>
    public static string PathOf(string root, ReadOnlySpan<byte> json, long at)
    {
        var skipped = json.Length - json.TrimStart(", \t\r\n"u8).Length;
        var reader = new Utf8JsonReader(
            json[skipped..],
            isFinalBlock: false,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = Properties.Deepest - 1 })
        );
        var open = new Stack<Step>();
        try
        {
            while (reader.Read())
            {
                Move(ref reader, open);
                if (reader.TokenStartIndex + skipped >= at)
                {
                    break;
                }

                Enter(reader.TokenType, open);
            }
        }
        catch (JsonException)
        {
            // The reader stopped at the place.
        }

        return root + string.Concat(open.Reverse());
    }

    /// <summary>Moves to the token that was just read.</summary>
    private static void Move(ref Utf8JsonReader reader, Stack<Step> open)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                open.Pop();
                open.Push(new Step(Name(ref reader), Index: -1));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                open.Pop();
                break;
            default:
                if (open.TryPeek(out var inside) && inside.Index >= 0)
                {
                    open.Pop();
                    open.Push(inside with { Index = inside.Index + 1 });
                }

                break;
        }
    }

    /// <summary>Enters an object or array that begins here.</summary>
    private static void Enter(JsonTokenType token, Stack<Step> open)
    {
        if (token == JsonTokenType.StartObject)
        {
            open.Push(new Step(null, Index: -1));
        }
        else if (token == JsonTokenType.StartArray)
        {
            open.Push(new Step(null, Index: 0));
        }
    }

    /// <summary>The property's name; invalid UTF-8 is replaced.</summary>
    private static string Name(ref Utf8JsonReader reader)
    {
        var raw = Encoding.UTF8.GetString(reader.ValueSpan);
        return raw.Length <= LongestName ? raw : raw[..LongestName] + "…";
    }

    /// <summary>
    /// A property by its name, an element by its number (one more than its index), or an object none of whose
    /// properties was read.
    /// </summary>
    private readonly record struct Step(string? Name, int Index)
    {
        public override string ToString() =>
            Index > 0 ? string.Create(CultureInfo.InvariantCulture, $"[{Index - 1}]")
            : Name is null ? ""
            : Name.Length > 0 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $".{Name}"
            : $"['{Name}']";
    }
}
