using System.Globalization;

namespace HumaXledger.Sandbox;

/// <summary>Field values as one line of text, as the sandbox page shows and accepts them.</summary>
internal static class FieldText
{
    /// <summary><c>yyyy-MM-dd</c>, or null.</summary>
    public static string? Of(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Null text means no date; false for text that is not a date.</summary>
    public static bool TryDate(string? text, out DateOnly? date)
    {
        date = null;
        if (text is null)
            return true;
        if (
            !DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var parsed
            )
        )
            return false;
        date = parsed;
        return true;
    }

    /// <summary>
    /// Street, postal code, place and country code, separated by semicolons; trailing parts may be omitted.
    /// </summary>
    public static string?[] AddressParts(string text)
    {
        var parts = text.Split(';', 4, StringSplitOptions.TrimEntries);
        return
        [
            .. Enumerable
                .Range(0, 4)
                .Select(part => part < parts.Length && parts[part].Length > 0 ? parts[part] : null),
        ];
    }

    /// <summary>The inverse of <see cref="AddressParts"/>.</summary>
    public static string Address(params ReadOnlySpan<string?> parts) => string.Join("; ", parts!).TrimEnd(' ', ';');
}
