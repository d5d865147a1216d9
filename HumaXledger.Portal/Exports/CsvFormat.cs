using System.Globalization;
using CsvHelper;

namespace HumaXledger.Portal.Exports;

/// <summary>How the portal writes CSV files.</summary>
internal static class CsvFormat
{
    /// <summary>
    /// Options for a file that a spreadsheet of the reader's language opens: UTF-8 with a byte order mark (without it
    /// Excel misreads æøå), the separator of the current culture, and text that a spreadsheet would run as a formula
    /// written as text, because names and values come from outside.
    /// </summary>
    public static CsvWriterOptions Current =>
        new()
        {
            Separator = CultureInfo.CurrentCulture.TextInfo.ListSeparator[0],
            Injection = CsvInjection.Escape,
            WriteByteOrderMark = true,
        };
}
