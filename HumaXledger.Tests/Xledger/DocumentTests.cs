using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Sandbox.GraphQL;
using HumaXledger.Sandbox.GraphQL.Validation;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Xledger;

public class DocumentTests
{
    public static TheoryData<string> Names => [.. XledgerDocuments.All.Select(document => document.OperationName)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Document_AgainstXledgersSchema_IsValid(string name)
    {
        var document = XledgerDocuments.All.Single(each => each.OperationName == name);

        var errors = Validator.Validate(XledgerEngine.Schema(new XledgerSwitches()), Parser.Parse(document.Text));

        Assert.Equal([], errors.Select(error => error.Message));
    }

    [Fact]
    public void Documents_OperationNames_AreTheirsAlone()
    {
        var documents = XledgerDocuments.All.ToArray();

        Assert.Equal(documents.Length, documents.Select(document => document.OperationName).Distinct().Count());
        Assert.All(documents, document => Assert.Contains($" {document.OperationName}", document.Text.Split('{')[0]));
    }

    [Fact]
    public void Documents_AskingForAPage_AlwaysSayHowManyAndWhich()
    {
        var pages = XledgerDocuments.All.Where(document => document.Text.Contains("hasNextPage", StringComparison.Ordinal) && document.OperationName != "Entities").ToArray();

        Assert.NotEmpty(pages);
        Assert.All(pages, document => Assert.Contains("first: $first, after: $after,", document.Text, StringComparison.Ordinal));
        Assert.All(pages, document => Assert.Contains("ownerSet: ALL, objectStatus: ALL", document.Text, StringComparison.Ordinal));
        Assert.All(pages, document => Assert.DoesNotContain("endCursor", document.Text, StringComparison.Ordinal));
    }
}
