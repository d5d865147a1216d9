using System.Globalization;

namespace HumaXledger.Sandbox;

/// <summary>Values of fields as one line of text, as the sandbox page shows and takes them.</summary>
internal static class FieldText
{
    public static string? Of(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Null text is no date; false for a text that is none.</summary>
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
    /// Street, postal code, place and country code, separated by semicolons; parts at the end may be left out.
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

    public static string Address(params ReadOnlySpan<string?> parts) => string.Join("; ", parts!).TrimEnd(' ', ';');
}
