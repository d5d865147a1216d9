using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace HumaXledger.Portal.Exports;

/// <summary>A workbook of one sheet. Every cell is text: numbers with leading zeros and dates must arrive as they are, and no cell can be a formula.</summary>
internal static class Workbook
{
    public static byte[] Write(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var buffer = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(buffer, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(rows.Prepend(header).Select(Line)));
            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = "HumaXledger" }));
        }

        return buffer.ToArray();
    }

    private static Row Line(IReadOnlyList<string> cells) =>
        new(cells.Select(cell => new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(Printable(cell)) { Space = SpaceProcessingModeValues.Preserve }) }));

    // XML 1.0 has no place for most control characters.
    private static string Printable(string text) => text.Any(char.IsControl) ? string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t')) : text;
}
