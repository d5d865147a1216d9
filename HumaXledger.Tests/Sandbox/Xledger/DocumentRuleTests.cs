using System.Text.Json;
using GraphQL;
using GraphQL.Types;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sandbox.Xledger;

/// <summary>What GraphQL itself demands, over HTTP: invalid documents are refused, valid ones executed.</summary>
public class DocumentRuleTests
{
    [Theory]
    [InlineData("{ nobody }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ employees { edges { node { firstName } } } }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ viewer { __schema { description } } }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ employees }", "SCALAR_LEAFS")]
    [InlineData("{ employees { edges { cursor { text } } } }", "SCALAR_LEAFS")]
    [InlineData("{ employees(limit: 1) { edges { cursor } } }", "KNOWN_ARGUMENT_NAMES")]
    [InlineData("{ employees(first: \"1\") { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("{ employees(first: 99999999999) { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("{ employees(ownerSet: EVERYTHING) { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("{ employees(ownerSet: \"ALL\") { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("{ employees(filter: { code_like: \"1\" }) { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData(
        "{ employees(filter: { employmentFrom_lte: \"1.2.2026\" }) { edges { cursor } } }",
        "ARGUMENTS_OF_CORRECT_TYPE"
    )]
    [InlineData(
        "{ employees(filter: { employmentFrom_lte: 20260201 }) { edges { cursor } } }",
        "ARGUMENTS_OF_CORRECT_TYPE"
    )]
    [InlineData(
        "{ employees(filter: { modifiedAt_gte: \"2026-01-01T00:00:00Z\" }) { edges { cursor } } }",
        "ARGUMENTS_OF_CORRECT_TYPE"
    )]
    [InlineData(
        "{ employees(filter: { contactDbId: 9223372036854775808 }) { edges { cursor } } }",
        "ARGUMENTS_OF_CORRECT_TYPE"
    )]
    [InlineData("{ employees(orderBy: { direction: ASC }) { edges { cursor } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData(
        "mutation { updateEmployees(inputs: { node: { code: \"1\" } }) { edges { clientId } } }",
        "ARGUMENTS_OF_CORRECT_TYPE"
    )]
    [InlineData("mutation { updateEmployees(inputs: null) { edges { clientId } } }", "ARGUMENTS_OF_CORRECT_TYPE")]
    [InlineData("mutation { updateEmployees { edges { clientId } } }", "PROVIDED_NON_NULL_ARGUMENTS")]
    [InlineData("{ ...A } fragment A on Person { a }", "KNOWN_TYPE_NAMES")]
    [InlineData("{ ...A }", "KNOWN_FRAGMENT_NAMES")]
    [InlineData("{ ...A } fragment A on Query { ...A }", "NO_FRAGMENT_CYCLES")]
    [InlineData("{ employees(first: $n) { edges { cursor } } }", "NO_UNDEFINED_VARIABLES")]
    [InlineData("query ($n: Int) { __typename }", "NO_UNUSED_VARIABLES")]
    [InlineData("query ($n: Employee) { employees(first: $n) { edges { cursor } } }", "VARIABLES_ARE_INPUT_TYPES")]
    [InlineData("query ($n: String) { employees(first: $n) { edges { cursor } } }", "VARIABLES_IN_ALLOWED_POSITION")]
    [InlineData(
        "query ($n: Int) { employees(filter: { dbId_in: $n }) { edges { cursor } } }",
        "VARIABLES_IN_ALLOWED_POSITION"
    )]
    [InlineData("{ __typename @maybe }", "KNOWN_DIRECTIVES")]
    [InlineData(
        "{ employees(first: 1) { edges { cursor } } employees(first: 2) { edges { cursor } } }",
        "OVERLAPPING_FIELDS_CAN_BE_MERGED"
    )]
    [InlineData("{ employees { edges { cursor } }", "SYNTAX_ERROR")]
    [InlineData("{ employee(dbId: \"open) { code } }", "SYNTAX_ERROR")]
    [InlineData("", "NO_OPERATION")]
    public async Task InvalidDocument_IsRefusedWithTheCodeOfTheRule(string document, string code)
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.SendAsync(document);

        Assert.Equal((400, code), (reply.Status, reply.Code));
        Assert.False(reply.Root.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task UnknownField_NamesFieldTypeAndPlace()
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.SendAsync("{\n  employees { edges { node { firstName } } } }");

        Assert.StartsWith("Cannot query field 'firstName' on type 'Employee'.", reply.Message);
        Assert.Equal("[{\"line\":2,\"column\":30}]", reply.Error.GetProperty("locations").GetRawText());
        Assert.Equal("5.3.1", reply.Error.GetProperty("extensions").GetProperty("number").GetString());
        Assert.False(reply.Error.TryGetProperty("code", out _));
    }

    [Theory]
    [InlineData("", "{ viewer ", "}", "")]
    [InlineData("{ employee(dbId: ", "[", "]", ") { code } }")]
    [InlineData("{ employees(filter: {", "OR: {", "}", "}) { edges { cursor } } }")]
    public async Task NestingWithoutEnd_IsRefusedInsteadOfExhaustingTheStack(
        string start,
        string open,
        string close,
        string end
    )
    {
        await using var xledger = await XledgerHost.StartAsync();
        var (opened, closed) = (Enumerable.Repeat(open, 5_000), Enumerable.Repeat(close, 5_000));

        var reply = await xledger.SendAsync($"{start}{string.Concat(opened)}{string.Concat(closed)}{end}");

        Assert.Equal((400, "MAX_DEPTH_EXCEEDED"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData(
        """{ "node": { "dbId": 1, "foo": 1 } }""",
        "Variable '$input.node' is invalid. Unrecognized input fields 'foo'"
    )]
    [InlineData("""{ "node": {} }""", "Variable '$input.node.dbId' is invalid.")]
    [InlineData("""{ "node": { "dbId": "one" } }""", "Variable '$input.node.dbId' is invalid.")]
    [InlineData("""{ "node": { "dbId": 1.5 } }""", "Variable '$input.node.dbId' is invalid.")]
    [InlineData("""{ "node": { "dbId": 1, "birthday": "1.2.1990" } }""", "Variable '$input.node.birthday' is invalid.")]
    [InlineData(
        """{ "node": { "dbId": 1, "superior": { "showAlternatives": "PERHAPS" } } }""",
        "Variable '$input.node.superior.showAlternatives' is invalid."
    )]
    [InlineData("5", "Variable '$input' is invalid.")]
    [InlineData("null", "Variable '$input' is invalid.")]
    public async Task VariableThatDoesNotFit_IsAnInvalidValueAtItsPath(string input, string message)
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.SendAsync(
            "mutation ($input: UpdateEmployeesInput!) { updateEmployees(inputs: [$input]) { edges { clientId } } }",
            new { input = JsonDocument.Parse(input).RootElement }
        );

        Assert.Equal((400, "INVALID_VALUE"), (reply.Status, reply.Code));
        Assert.StartsWith(message, reply.Message);
    }

    [Fact]
    public async Task Fields_AnswerInTheOrderWrittenWithAliasesAndFragmentsMerged()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var superior = xledger.Hire("1", "Ola");
        xledger.Hire("2", change: employee => employee.SuperiorDbId = superior.DbId);

        var reply = await xledger.SendAsync(
            """
            {
              last: employees(last: 1) {
                edges { node { ...Named superior { ... on Employee { number: code } ...Named } } }
              }
              first: employees(first: 1) { edges { node { ...Named superior { code } } } }
              last: employees(last: 1) { edges { node { code contact { firstName } superior { email } } } }
              __typename
            }
            fragment Named on Employee { description contact { lastName } }
            """
        );

        Assert.Equal(
            """{"last":{"edges":[{"node":{"description":"Kari Nordmann","contact":{"lastName":"Nordmann","firstName":"Kari"},"superior":{"number":"1","description":"Ola Nordmann","contact":{"lastName":"Nordmann"},"email":null},"code":"2"}}]},"first":{"edges":[{"node":{"description":"Ola Nordmann","contact":{"lastName":"Nordmann"},"superior":null}}]},"__typename":"Query"}""",
            reply.Data.GetRawText()
        );
    }

    [Theory]
    [InlineData("{\"query\": \"{ __typename }\", \"query\": \"{ viewer { __typename } }\"}")]
    [InlineData("{\"query\": \"{ __typename }\", \"variables\": {\"a\": 1, \"a\": 2}}")]
    public async Task Body_WithANameTwice_IsRefused(string body)
    {
        await using var xledger = await XledgerHost.StartAsync();
        using var document = JsonDocument.Parse(body);

        var reply = await xledger.PostAsync($"token {xledger.Full}", document.RootElement);

        Assert.Equal((400, "The body is not JSON."), (reply.Status, reply.Message));
    }

    // Without a limit the first takes hours, and the second overflows the stack.
    [Theory]
    [InlineData(30, 2)]
    [InlineData(20_000, 1)]
    public async Task Fragments_ThatGrowWhenPutIn_AreRefused(int links, int spreads)
    {
        await using var xledger = await XledgerHost.StartAsync();
        static string Link(int link, string body) => $"fragment F{link} on Query {{ {body} }}";
        var chain = Enumerable
            .Range(0, links)
            .Select(link => Link(link, string.Concat(Enumerable.Repeat($"...F{link + 1} ", spreads))));

        var reply = await xledger.PostAsync(
            $"token {xledger.Full}",
            new { query = $"{{ ...F0 }} {string.Join(' ', chain)} {Link(links, "__typename")}" }
        );

        Assert.Equal(400, reply.Status);
        Assert.Contains("at most 2000 selections in 100 levels", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, """{"viewer":{"entity":{"owner":{"code":"NO"}}}}""")]
    [InlineData(false, """{"__typename":"Query","viewer":{"entity":{"ownerDbId":NORWAY}}}""")]
    public async Task SkipAndInclude_ChooseByVariable(bool on, string expected)
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.SendAsync(
            "query ($on: Boolean!) { __typename @skip(if: $on) viewer { entity { ...Owner @include(if: $on) "
                + "ownerDbId @skip(if: $on) } } } fragment Owner on Entity { owner { code } }",
            new { on }
        );

        Assert.Equal(expected.Replace("NORWAY", $"{xledger.Norway}"), reply.Data.GetRawText());
    }

    [Theory]
    [InlineData(null, 400)]
    [InlineData("", 400)]
    [InlineData("Other", 400)]
    [InlineData("B", 200)]
    public async Task SeveralOperations_NeedTheNameOfOne(string? operationName, int status)
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.PostAsync(
            $"token {xledger.Full}",
            new { query = "query A { __typename } query B { viewer { __typename } }", operationName }
        );

        Assert.Equal((status, status == 400), (reply.Status, reply.HasErrors));
    }

    [Fact]
    public async Task SkippedField_WithoutTheRight_IsNotRefused()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var token = xledger.Token("none", xledger.Norway);

        var reply = await xledger.SendAsync(
            "query ($on: Boolean!) { __typename employees @include(if: $on) { edges { cursor } } }",
            new { on = false },
            token
        );

        Assert.Equal("""{"__typename":"Query"}""", reply.Data.GetRawText());
    }

    [Fact]
    public async Task EveryDeclaredField_Selected_IsAnswered()
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.EndCursor = true);
        var superior = xledger.Hire("1");
        xledger.Hire("2", change: employee => employee.SuperiorDbId = superior.DbId);
        var schema = XledgerSchema.Create(xledger.Switches);

        foreach (var root in schema.Query.Fields.Where(root => root.Name.EndsWith('s') || root.Name == "viewer"))
        {
            var reply = await xledger.SendAsync($"{{ {root.Name} {Selection(root, 5)} }}");

            Assert.Equal((200, "{}"), (reply.Status, reply.HasErrors ? reply.Error.GetRawText() : "{}"));
            xledger.Clock.Now += TimeSpan.FromSeconds(5);
        }
    }

    /// <summary>All fields without required arguments, that many levels deep.</summary>
    private static string Selection(FieldType field, int levels) =>
        field.ResolvedType!.GetNamedType() is IObjectGraphType type
            ? $$"""{ {{string.Join(
                ' ',
                type.Fields.Where(below => levels > 1 || below.ResolvedType!.GetNamedType().IsLeafType())
                    .Select(below => $"{below.Name} {Selection(below, levels - 1)}")
                    .DefaultIfEmpty("__typename")
            )}} }"""
            : "";
}
