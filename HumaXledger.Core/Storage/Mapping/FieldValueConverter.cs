using HumaXledger.Core.People;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// A field value as one text column: "" is empty, U+001A alone is unknown, U+001A and an s lead a sealed value, else it
/// is the value as it was stored before values were sealed. SQL NULL stays free for "not there yet", which
/// is something else than unknown (EF Core would not convert it anyway). U+001A escapes itself and U+0000, which
/// PostgreSQL refuses in a text. A value is sealed and opened by <see cref="SealedColumn"/>, which knows its row.
/// </summary>
internal sealed class FieldValueConverter()
    : ValueConverter<FieldValue, string>(value => Write(value), text => Read(text))
{
    private const string Escape = "\u001A";
    private const string Sealed = Escape + "s";

    private static string Write(FieldValue value) =>
        value switch
        {
            FieldValue.Empty => "",
            FieldValue.Closed { InClear: false } closed => Sealed + closed.Text,
            FieldValue.Of or FieldValue.Closed => throw new InvalidOperationException(
                "A value is stored with its row, which it is sealed for."
            ),
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

        return text.StartsWith(Sealed, StringComparison.Ordinal)
            ? new FieldValue.Closed(text[Sealed.Length..], InClear: false, text)
            : new FieldValue.Closed(
                text.Contains(Escape, StringComparison.Ordinal) ? Unescape(text) : text,
                InClear: true,
                text
            );
    }

    private static string Unescape(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            plain.Append(
                text[index] != Escape[0] ? text[index]
                : text[++index] == '0' ? '\0'
                : Escape[0]
            );
        }

        return plain.ToString();
    }
}
