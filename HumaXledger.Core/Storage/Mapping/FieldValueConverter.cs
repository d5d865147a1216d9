using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// A field value as one text column: "" is empty, U+001A alone is unknown, U+001A and an s lead a sealed value, else it
/// is the value as it was stored before values were sealed. SQL NULL stays free for "not there yet", which
/// is something else than unknown (EF Core would not convert it anyway). U+001A escapes itself and U+0000, which
/// PostgreSQL refuses in a text.
/// </summary>
/// <param name="vault">Null where nothing is read or written: to make migrations.</param>
internal sealed class FieldValueConverter(ValueVault? vault)
    : ValueConverter<FieldValue, string>(value => Write(vault, value), text => Read(vault, text))
{
    private const string Escape = "\u001A";
    private const string Sealed = Escape + "s";

    /// <summary>Reads and writes the three states of a value as text.</summary>
    public FieldValueConverter()
        : this(null) { }

    // The column does not say which field the value is of, so all are encrypted.
    private static string Write(ValueVault? vault, FieldValue value) =>
        value switch
        {
            FieldValue.Empty => "",
            FieldValue.Of(var text) when vault is not null => Sealed + vault.Seal(text),
            FieldValue.Of(var text) => text.Replace(Escape, Escape + Escape, StringComparison.Ordinal)
                .Replace("\0", Escape + "0", StringComparison.Ordinal),
            _ => Escape,
        };

    private static FieldValue Read(ValueVault? vault, string text)
    {
        if (text.Length == 0)
        {
            return FieldValue.Nothing;
        }

        if (text == Escape)
        {
            return FieldValue.NotKnown;
        }

        if (text.StartsWith(Sealed, StringComparison.Ordinal))
        {
            return vault?.Open(text[Sealed.Length..]) is { } opened ? new FieldValue.Of(opened) : FieldValue.NotKnown;
        }

        return new FieldValue.Of(text.Contains(Escape, StringComparison.Ordinal) ? Unescape(text) : text);
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
