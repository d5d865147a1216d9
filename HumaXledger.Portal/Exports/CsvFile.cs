using System.Globalization;
using CsvHelper;

namespace HumaXledger.Portal.Exports;

/// <summary>
/// A CSV file that a spreadsheet in the language of the page opens as it is. Streamed record by record.
/// </summary>
internal static class CsvFile
{
    private const string MediaType = "text/csv; charset=utf-8";

    /// <summary>The file as a download.</summary>
    /// <param name="rows">The header first; rows may differ in length.</param>
    public static IResult Of(IAsyncEnumerable<string[]> rows, string name) =>
        Results.Stream(stream => WriteAsync(stream, rows), MediaType, name);

    private static async Task WriteAsync(Stream stream, IAsyncEnumerable<string[]> rows)
    {
        var options = new CsvWriterOptions
        {
            Separator = CultureInfo.CurrentCulture.TextInfo.ListSeparator[0],
            Quoting = CsvQuoting.WhenNeededOrWhitespace,
            ValidateFieldCount = false,
            // Spreadsheets execute cells that begin like a formula, and the values come from outside.
            Injection = CsvInjection.Escape,
            // Otherwise Excel misreads æøå.
            WriteByteOrderMark = true,
        };
        await using var csv = CsvWriter.Create(stream, options, leaveOpen: true);
        await foreach (var row in rows)
        {
            await csv.WriteRecordAsync(row);
        }
    }
}
