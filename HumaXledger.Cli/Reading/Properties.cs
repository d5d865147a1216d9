using System.Text;
using System.Text.Json;

namespace HumaXledger.Cli.Reading;

/// <summary>The properties of one kind of object. Unknown and repeated properties are refused.</summary>
internal sealed class Properties(string kind, params string[] names)
{
    /// <summary>
    /// The deepest nesting that is read: more than any format has, so that a moderately deeper text is refused by its
    /// content.
    /// </summary>
    public const int Deepest = 16;

    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <summary>
    /// The index of the next property of an object, with the reader on its value; -1 at the object's end.
    /// </summary>
    /// <param name="seen">One bit for each property read.</param>
    /// <param name="likely">The index to try first.</param>
    public int Next(ref Utf8JsonReader json, ref uint seen, int likely = 0)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
        {
            return -1;
        }

        var found = Find(ref json, likely);
        if (found < 0)
        {
            throw new JsonFault(
                RefusalCodes.UnknownProperty,
                $"{kind} has no property \"{Take.Shown(json.ValueSpan)}\".",
                json.TokenStartIndex
            );
        }

        if ((seen & (1u << found)) != 0)
        {
            throw new JsonFault(
                RefusalCodes.DuplicateProperty,
                $"The property \"{names[found]}\" comes twice.",
                json.TokenStartIndex
            );
        }

        seen |= 1u << found;
        json.Read();
        return found;
    }

    /// <summary>Begins an object; returns the offset of its brace.</summary>
    public long Begin(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.StartObject
            ? json.TokenStartIndex
            : throw new JsonFault(
                RefusalCodes.WrongType,
                $"{kind} is an object; here is {Take.KindOf(json.TokenType)}.",
                json.TokenStartIndex
            );

    /// <summary>Refuses an object without one of the first <paramref name="count"/> properties.</summary>
    public void Require(uint seen, int count, long begin)
    {
        for (var index = 0; index < count; index++)
        {
            if ((seen & (1u << index)) == 0)
            {
                throw new JsonFault(
                    RefusalCodes.MissingProperty,
                    $"{kind} needs the property \"{names[index]}\".",
                    begin
                );
            }
        }
    }

    private int Find(ref Utf8JsonReader json, int likely)
    {
        if (likely < _names.Length && json.ValueTextEquals(_names[likely]))
        {
            return likely;
        }

        for (var index = 0; index < _names.Length; index++)
        {
            if (json.ValueTextEquals(_names[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
