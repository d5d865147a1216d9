using System.Text.RegularExpressions;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Architecture;

/// <summary>
/// docs/privacy.md lists every table with its content and retention: a data protection officer relies on it.
/// </summary>
public sealed partial class PrivacyDocumentTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Fact]
    public void Tables_OfTheStore_AreExactlyThoseOfTheDocument()
    {
        using var context = store.Open();
        var tables = context
            .Model.GetEntityTypes()
            .Select(entity => entity.GetTableName()!)
            .Distinct()
            .Order()
            .ToList();

        var reported = Rows()
            .Matches(File.ReadAllText(Repository.Folder("docs", "privacy.md")))
            .Select(row => row.Groups[1].Value)
            .Order()
            .ToList();

        Assert.True(tables.Count > 20);
        Assert.Equal(tables, reported);
    }

    // A table is a row of five cells that begins with its name in code.
    [GeneratedRegex(@"^\| `([A-Z]\w+)` \|[^|]*\|[^|]*\|[^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
