using HumaXledger.Core.People;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// A field value as one text column: "" is empty, U+001A alone is unknown, else the value. SQL NULL stays free for "not there yet", which is something
/// else than unknown (EF Core would not convert it anyway). U+001A escapes itself and U+0000, which PostgreSQL refuses in a text.
/// </summary>
internal sealed class FieldValueConverter() : ValueConverter<FieldValue, string>(value => Write(value), text => Read(text))
{
    private const string Escape = "\u001A";

    private static string Write(FieldValue value) => value switch
    {
        FieldValue.Empty => "",
        FieldValue.Of(var text) => text.Replace(Escape, Escape + Escape, StringComparison.Ordinal).Replace("\0", Escape + "0", StringComparison.Ordinal),
        _ => Escape,
    };

    private static FieldValue Read(string text)
    {
        if (text.Length == 0)
        {
            return FieldValue.Nothing;
        }

        if (text == Escape)
        {
            return FieldValue.NotKnown;
        }

        return new FieldValue.Of(text.Contains(Escape, StringComparison.Ordinal) ? Unescape(text) : text);
    }

    private static string Unescape(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            plain.Append(text[index] != Escape[0] ? text[index] : text[++index] == '0' ? '\0' : Escape[0]);
        }

        return plain.ToString();
    }
}
