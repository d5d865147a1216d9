using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Transport;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Xledger;

public class DocumentTests
{
    private static readonly Schema Schema = XledgerSchema.Create(new XledgerSwitches());

    public static TheoryData<string> Names => [.. XledgerDocuments.All.Select(document => document.OperationName)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Document_AgainstXledgersSchema_IsValid(string name)
    {
        var document = XledgerDocuments.All.Single(each => each.OperationName == name);
        var parsed = Parser.Parse(Filled(document).Text);

        var result = await new DocumentValidator().ValidateAsync(
            new ValidationOptions
            {
                Schema = Schema,
                Document = parsed,
                Operation = Operation(parsed),
                Variables = Inputs.Empty,
            }
        );

        Assert.Equal([], result.Errors.Select(error => error.Message));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Document_Variables_AreOfStandardTypesOnly(string name)
    {
        var document = XledgerDocuments.All.Single(each => each.OperationName == name);

        var variables = Operation(Parser.Parse(Filled(document).Text)).Variables?.Items ?? [];

        // A type whose name is only reconstructed (contracts/xledger.md 4.2) would make the whole document invalid if
        // its real name differs.
        Assert.Equal(
            variables.Select(variable => variable.Variable.Name == "first" ? "Int" : "String"),
            variables.Select(variable => Assert.IsAssignableFrom<GraphQLNamedType>(variable.Type).Name.StringValue)
        );
        Assert.All(variables, variable =>
            Assert.Contains(variable.Variable.Name.StringValue, (string[])["first", "after"])
        );
    }

    [Fact]
    public void Documents_OperationNames_AreUnique()
    {
        var documents = XledgerDocuments.All.ToArray();

        Assert.Equal(documents.Length, documents.Select(document => document.OperationName).Distinct().Count());
        Assert.All(documents, document => Assert.Contains($" {document.OperationName}", document.Text.Split('{')[0]));
    }

    [Fact]
    public void Documents_WithAPage_AlwaysHaveSizeAndScope()
    {
        var pages = XledgerDocuments
            .All.Where(document =>
                document.Text.Contains("hasNextPage", StringComparison.Ordinal) && document.OperationName != "Entities"
            )
            .ToArray();

        Assert.NotEmpty(pages);
        Assert.All(pages, document =>
            Assert.Contains("first: $first, after: $after,", document.Text, StringComparison.Ordinal)
        );
        Assert.All(pages, document =>
            Assert.Contains("ownerSet: ALL, objectStatus: ALL", document.Text, StringComparison.Ordinal)
        );
        Assert.All(pages, document => Assert.DoesNotContain("endCursor", document.Text, StringComparison.Ordinal));
    }

    private static GraphQLOperationDefinition Operation(GraphQLDocument document) =>
        Assert.IsAssignableFrom<GraphQLOperationDefinition>(Assert.Single(document.Definitions));

    private static GraphQlDocument Filled(GraphQlDocument document) =>
        document.FillWith([.. document.Places.Select(place => (place, Sample(document, place)))]);

    private static string Sample(GraphQlDocument document, string place) =>
        place switch
        {
            "ids" => document.OperationName == "EmployeesByContacts" ? """["1", "2"]""" : "[1, 2]",
            "codes" => """["007"]""",
            "since" => "\"2026-01-15T11:00:00\"",
            "filter" => """{ OR: [{ email: "kari@example.no" }], modifiedAt_gte: "2026-01-15T11:00:00" }""",
            "key" => """dbId: "1", id: "k" """,
            "present" => """dbId: "1" """,
            _ when document.OperationName.StartsWith("Add", StringComparison.Ordinal) =>
                """[{ clientId: "1", node: { code: "007", description: "Kari Ødegård" } }]""",
            _ => """[{ clientId: "1", node: { dbId: "1" } }]""",
        };
}
