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
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("1=1", "1=1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(" spaced ", "\" spaced \"")]
    [InlineData("00123", "00123")]
    public async Task Cell_OfAnyText_IsNoFormulaAndKeepsItsText(string cell, string written) =>
        Assert.Equal($"\uFEFFa,{written}\r\n", await WrittenAsync("en", ["a", cell]));

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
