using System.Globalization;
using System.Text;
using HumaXledger.Portal.Exports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Exports;

/// <summary>The bytes of a CSV export, which another program reads.</summary>
public sealed class CsvFileTests
{
    [Theory]
    [InlineData("en", ',')]
    [InlineData("nb-NO", ';')]
    [InlineData("sv-SE", ';')]
    public async Task Rows_InALanguage_AreSeparatedAsItsSpreadsheetsExpect(string language, char separator)
    {
        var file = await WrittenAsync(language, ["Navn", "Nå"], ["Åse Ødegård", "", "x"]);

        Assert.Equal($"\uFEFFNavn{separator}Nå\r\nÅse Ødegård{separator}{separator}x\r\n", file);
    }

    [Theory]
    [InlineData("=HYPERLINK(0)", "\"'=HYPERLINK(0)\"")]
    [InlineData("+4791234567", "\"'+4791234567\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t'=1\"")]
    [InlineData("\r=1", "\"'\r'=1\"")]
    [InlineData(" =1", "\" '=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("1=1", "1=1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(" spaced ", "\" spaced \"")]
    [InlineData("00123", "00123")]
    public async Task Cell_OfAnyText_IsNoFormulaAndKeepsItsText(string cell, string written) =>
        Assert.Equal($"\uFEFFa,{written}\r\n", await WrittenAsync("en", ["a", cell]));

    public static TheoryData<string, char, string> Formulas()
    {
        var data = new TheoryData<string, char, string>();
        foreach (var language in (string[])["en", "nb-NO"])
        {
            foreach (var separator in ",;\t|")
            {
                foreach (
                    var cell in (string[])
                        [
                            $"Ola{separator}=1+1",
                            $"Ola{separator} +1",
                            $"Ola{separator}\"-1",
                            $"Ola{separator}\"\"@SUM(A1)",
                            $"Ola{separator}{separator}=1",
                            $"\"{separator}\"=1",
                            $"a,b;c{separator}=1",
                            $"two\n=1{separator}=1",
                            $"two\r\n\"=1",
                            $"Ola{separator}＝1+1",
                            $"'{separator}'=1",
                        ]
                )
                {
                    data.Add(language, separator, cell);
                }
            }
        }

        return data;
    }

    // As Excel, LibreOffice and CsvHelper's own reader split a line: quotation marks count at the beginning of a cell.
    [Theory]
    [MemberData(nameof(Formulas))]
    public async Task Cell_OfAFileThatIsReadWithAnotherSeparator_IsNoFormulaEither(
        string language,
        char separator,
        string cell
    )
    {
        var file = await WrittenAsync(language, [cell, "x"], ["x", cell]);

        var cells = Split(file.TrimStart('\uFEFF'), separator).ToList();
        Assert.Contains(cells, one => one.Contains('1') || one.Contains("SUM", StringComparison.Ordinal));
        Assert.DoesNotContain(cells, one => one.TrimStart(' ', '"') is [('=' or '+' or '-' or '@' or '＝'), ..]);
    }

    private static IEnumerable<string> Split(string file, char separator)
    {
        var (cell, quoted, begins) = (new StringBuilder(), false, true);
        for (var at = 0; at < file.Length; at++)
        {
            var letter = file[at];
            if (begins && letter == '"')
            {
                (quoted, begins) = (true, false);
            }
            else if (quoted && letter == '"' && at + 1 < file.Length && file[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (quoted && letter == '"')
            {
                quoted = false;
            }
            else if (!quoted && (letter == separator || letter is '\r' or '\n'))
            {
                yield return cell.ToString();
                cell.Clear();
                begins = true;
            }
            else
            {
                cell.Append(letter);
                begins = false;
            }
        }

        yield return cell.ToString();
    }

    private static async Task<string> WrittenAsync(string language, params string[][] rows)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);
        using var body = new AsyncOnlyStream();
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };

        await CsvFile.Of(rows.ToAsyncEnumerable(), "file.csv").ExecuteAsync(context);

        Assert.Equal("text/csv; charset=utf-8", context.Response.ContentType);
        return Encoding.UTF8.GetString([.. body.Written]);
    }

    /// <summary>Refuses synchronous writing, as the server's own stream does.</summary>
    private sealed class AsyncOnlyStream : MemoryStream
    {
        public List<byte> Written { get; } = [];

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException();

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException();

        public override void Flush() => throw new InvalidOperationException();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written.AddRange(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
