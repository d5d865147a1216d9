using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>
/// A value as a GraphQL literal (specification, October 2021, section 2.9). Values are written into the document,
/// because a variable needs the name of its type and most names of Xledger's input types are not public
/// (contracts/xledger.md 2.4, 4.2).
/// </summary>
internal static class GraphQlLiteral
{
    /// <summary>A JSON value as a literal: objects, lists, texts, numbers, true, false and null.</summary>
    public static string Of(JsonNode? value)
    {
        var literal = new StringBuilder();
        Append(literal, value);
        return literal.ToString();
    }

    /// <summary>An object's fields without its braces, to be placed next to fixed fields of the document.</summary>
    public static string Fields(JsonObject value)
    {
        var literal = new StringBuilder();
        AppendFields(literal, value);
        return literal.ToString();
    }

    private static void Append(StringBuilder literal, JsonNode? value)
    {
        switch (value)
        {
            case null:
                literal.Append("null");
                break;
            case JsonObject fields:
                literal.Append('{');
                AppendFields(literal, fields);
                literal.Append('}');
                break;
            case JsonArray items:
                literal.Append('[');
                for (var index = 0; index < items.Count; index++)
                {
                    literal.Append(index == 0 ? "" : ", ");
                    Append(literal, items[index]);
                }

                literal.Append(']');
                break;
            default:
                AppendPlain(literal, value.AsValue());
                break;
        }
    }

    private static void AppendFields(StringBuilder literal, JsonObject fields)
    {
        var first = true;
        foreach (var (name, value) in fields)
        {
            literal.Append(first ? "" : ", ").Append(name).Append(": ");
            Append(literal, value);
            first = false;
        }
    }

    private static void AppendPlain(StringBuilder literal, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                AppendText(literal, value.GetValue<string>());
                break;
            case JsonValueKind.Number:
                literal.Append(value.ToJsonString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                literal.Append(value.GetValue<bool>() ? "true" : "false");
                break;
            default:
                throw new ArgumentException(
                    $"A value of this kind has no literal: {value.GetValueKind()}.",
                    nameof(value)
                );
        }
    }

    /// <summary>
    /// Quoted text. Everything that could end it, is not allowed in a document or is invisible is escaped; unpaired
    /// surrogates too, so that no encoding changes them.
    /// </summary>
    private static void AppendText(StringBuilder literal, string text)
    {
        literal.Append('"');
        for (var index = 0; index < text.Length; index++)
        {
            var sign = text[index];
            if (sign is '"' or '\\')
            {
                literal.Append('\\').Append(sign);
            }
            else if (index + 1 < text.Length && char.IsSurrogatePair(sign, text[index + 1]))
            {
                literal.Append(sign).Append(text[++index]);
            }
            else if (char.IsSurrogate(sign) || IsUnseen(sign))
            {
                literal.Append("\\u").Append(((int)sign).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                literal.Append(sign);
            }
        }

        literal.Append('"');
    }

    private static bool IsUnseen(char sign) =>
        char.GetUnicodeCategory(sign)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned;
}
