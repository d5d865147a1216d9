using HumaXledger.Core.People;

namespace HumaXledger.Tests.Architecture;

/// <summary>docs/fields.md agrees with the field table of the code.</summary>
public sealed class FieldsDocumentTests
{
    [Fact]
    public void Fields_TableOfTheDocument_IsThatOfTheCode() =>
        Assert.Equal(
            FieldRules.All.Select(rules =>
                $"| `{rules.Name}` | {Words(rules.Huma)} | {Words(rules.Xledger)} | {(rules.Sensitive ? "yes" : "")} |"
            ),
            File.ReadLines(Repository.Folder("docs", "fields.md"))
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        );

    private static string Words(FieldCapability can) =>
        string.Join(
            ", ",
            new[]
            {
                can.Readable ? "read" : null,
                can.Writable ? "write" : null,
                can.Clearable ? "empty" : null,
                can.Unique ? "unique" : null,
                can.Required ? "required" : null,
            }.OfType<string>()
        );
}
