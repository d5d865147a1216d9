using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace HumaXledger.Portal.Exports;

/// <summary>One sheet of a workbook. The name is at most 31 characters without []:*?/\.</summary>
internal sealed record WorkbookSheet(
    string Name,
    IReadOnlyList<string> Header,
    IEnumerable<IReadOnlyList<string>> Rows
);

/// <summary>
/// A workbook of text cells: numbers with leading zeros and dates stay unchanged, and no cell can be a formula.
/// </summary>
internal static class Workbook
{
    /// <summary>Media type of .xlsx files.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    // Microsoft, "Excel specifications and limits": characters that a cell can contain.
    private const int LongestCell = 32_767;

    /// <summary>A workbook with one sheet.</summary>
    public static byte[] Write(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) =>
        Write([new WorkbookSheet("HumaXledger", header, rows)]);

    /// <summary>A workbook as a file.</summary>
    public static byte[] Write(IReadOnlyList<WorkbookSheet> sheets)
    {
        using var buffer = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(buffer, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(
                new Sheets(sheets.Select((sheet, index) => Entry(book, sheet, (uint)index + 1)))
            );
        }

        return buffer.ToArray();
    }

    private static Sheet Entry(WorkbookPart book, WorkbookSheet sheet, uint number)
    {
        var part = book.AddNewPart<WorksheetPart>();
        // Streamed row by row: the object model of a whole sheet takes many times its size.
        using (var writer = OpenXmlWriter.Create(part))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            foreach (var row in sheet.Rows.Prepend(sheet.Header))
            {
                writer.WriteElement(Line(row));
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return new Sheet
        {
            Id = book.GetIdOfPart(part),
            SheetId = number,
            Name = sheet.Name,
        };
    }

    private static Row Line(IReadOnlyList<string> cells) =>
        new(
            cells.Select(cell => new Cell
            {
                DataType = CellValues.InlineString,
                InlineString = new InlineString(
                    new Text(Printable(cell)) { Space = SpaceProcessingModeValues.Preserve }
                ),
            })
        );

    // XML 1.0 allows neither most control characters nor U+FFFE, U+FFFF and unpaired surrogates, and a spreadsheet
    // calls a file damaged that has a longer cell.
    private static string Printable(string text)
    {
        var shown = text.Length > LongestCell ? text[..(LongestCell - 1)] + "…" : text;
        return shown.All(IsPlain)
            ? shown
            : string.Concat(
                shown
                    .EnumerateRunes()
                    .Where(rune =>
                        rune.Value is '\n' or '\t' || (!Rune.IsControl(rune) && rune.Value is not (0xFFFE or 0xFFFF))
                    )
            );
    }

    private static bool IsPlain(char c) =>
        c is '\n' or '\t' || (!char.IsControl(c) && !char.IsSurrogate(c) && c < '\uFFFE');
}
