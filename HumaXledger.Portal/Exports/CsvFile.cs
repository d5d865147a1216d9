using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;

namespace HumaXledger.Portal.Exports;

/// <summary>
/// A CSV file that a spreadsheet in the language of the page opens as it is. Streamed record by record.
/// </summary>
internal static class CsvFile
{
    private const string MediaType = "text/csv; charset=utf-8";

    private static readonly SearchValues<char> FormulaSigns = SearchValues.Create("=+-@＝＋－＠");

    private static readonly SearchValues<char> Separators = SearchValues.Create(",;\t|\r\n");

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
            await csv.WriteRecordAsync([.. row.Select(Harmless)]);
        }
    }

    /// <summary>
    /// The cell as no spreadsheet takes a part of it for a formula, whichever separator it reads the file with: there a
    /// cell begins after a separator inside ours, and our quotation marks may stand before it.
    /// </summary>
    private static string Harmless(string cell)
    {
        if (!cell.AsSpan().ContainsAny(FormulaSigns))
        {
            return cell;
        }

        var harmless = new StringBuilder(cell.Length + 4);
        var begins = true;
        for (var at = 0; at < cell.Length; at++)
        {
            var letter = cell[at];
            // At the very beginning of a cell the writer itself escapes the four signs of ASCII.
            if (begins && FormulaSigns.Contains(letter) && !(at == 0 && char.IsAscii(letter)))
            {
                harmless.Append('\'');
            }

            begins =
                Separators.Contains(letter)
                || (begins && (char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '"' or '\''));
            harmless.Append(letter);
        }

        return harmless.ToString();
    }
}
