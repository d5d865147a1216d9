using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Workbook = HumaXledger.Portal.Exports.Workbook;

namespace HumaXledger.Tests.Portal.Exports;

/// <summary>Cells with what a spreadsheet file cannot hold.</summary>
public sealed class WorkbookTests
{
    [Theory]
    [InlineData("a\uFFFEb", "ab")]
    [InlineData("a\uFFFFb", "ab")]
    [InlineData("a\0\u0007b", "ab")]
    [InlineData("a\nb\tc", "a\nb\tc")]
    [InlineData("Ærlig 🏔", "Ærlig 🏔")]
    public void Cell_WithCharactersThatXmlDoesNotAllow_IsWrittenWithoutThem(string text, string cell) =>
        Assert.Equal(cell, CellOf(text));

    [Fact]
    public void Cell_WithAnUnpairedSurrogate_IsWritten() =>
        Assert.Equal("a\uFFFDb", CellOf(string.Concat("a", (char)0xD800, "b")));

    [Fact]
    public void Cell_LongerThanASpreadsheetAllows_IsCut()
    {
        var cell = CellOf(new string('x', 1024 * 1024));

        Assert.Equal(32_767, cell.Length);
        Assert.EndsWith("x…", cell, StringComparison.Ordinal);
    }

    private static string CellOf(string text)
    {
        using var file = new MemoryStream(Workbook.Write([text], []));
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        return document.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Cell>().Single().InnerText;
    }
}
