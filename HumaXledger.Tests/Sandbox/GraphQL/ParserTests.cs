using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Tests.Sandbox.GraphQL;

public class ParserTests
{
    [Fact]
    public void Parse_WholeDocument_KeepsOperationsFragmentsAndTheirOrder()
    {
        var document = Parser.Parse(
            """
            # a comment, commas are white space
            query Find($first: Int = 10, $ids: [ID!]!, $deep: [[Int]!]) @log(level: INFO) {
              all: employees(first: $first, filter: { code_in: ["1", "2"], flag: true, none: null, kind: OPEN, rate: -1.5e3 }) {
                ...Row @include(if: true)
                ... on Employee @skip(if: false) { dbId }
                ... { code }
              }
            }
            mutation { save }
            subscription Live { changed }
            fragment Row on Employee { code }
            """
        );

        Assert.Equal(
            [OperationKind.Query, OperationKind.Mutation, OperationKind.Subscription],
            document.Operations.Select(operation => operation.Kind)
        );
        var find = document.Operations[0];
        Assert.Equal(
            ["first: Int", "ids: [ID!]!", "deep: [[Int]!]"],
            find.Variables.Select(variable => $"{variable.Name}: {variable.Type}")
        );
        Assert.Equal("10", ((ValueNode.Int)find.Variables[0].Default!).Digits);
        var all = Assert.IsType<Selection.Field>(Assert.Single(find.Selections));
        Assert.Equal(("all", "employees"), (all.ResponseName, all.Name));
        Assert.Equal(
            "{code_in: [\"1\", \"2\"], flag: true, none: null, kind: OPEN, rate: -1.5e3}",
            Printer.Print(all.Arguments[1].Value)
        );
        Assert.Equal("Row", Assert.IsType<Selection.Spread>(all.Selections[0]).Fragment);
        Assert.Equal("Employee", Assert.IsType<Selection.Inline>(all.Selections[1]).TypeCondition);
        Assert.Null(Assert.IsType<Selection.Inline>(all.Selections[2]).TypeCondition);
        Assert.Equal(new Location(3, 3), all.At);
        Assert.Equal("Employee", Assert.Single(document.Fragments).TypeCondition);
    }

    [Theory]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"\"", "")]
    [InlineData("\"a \\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u00e6\"", "a \" \\ / \b\f\n\r\t æ")]
    [InlineData("\"\\uD83D\\uDE00\"", "😀")]
    [InlineData("\"# no comment\"", "# no comment")]
    [InlineData("\"\"\"block \"quoted\" \\\"\"\" end\"\"\"", "block \"quoted\" \"\"\" end")]
    [InlineData("\"\"\"\n\n    one\n      two\r\n\n    three\n  \"\"\"", "one\n  two\n\nthree")]
    [InlineData("\"\"\"  first\n    second\"\"\"", "  first\nsecond")]
    [InlineData("\"\"\"\\n stays\"\"\"", "\\n stays")]
    public void Parse_Strings_FollowTheSpecification(string literal, string expected) =>
        Assert.Equal(expected, Assert.IsType<ValueNode.Text>(Argument(literal)).Value);

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("9223372036854775808")]
    public void Parse_Ints_KeepTheirDigits(string literal) =>
        Assert.Equal(literal, Assert.IsType<ValueNode.Int>(Argument(literal)).Digits);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ }")]
    [InlineData("{ a")]
    [InlineData("{ a() }")]
    [InlineData("{ a(b) }")]
    [InlineData("{ a(b: ) }")]
    [InlineData("{ a(b: 01) }")]
    [InlineData("{ a(b: 1.) }")]
    [InlineData("{ a(b: 1a) }")]
    [InlineData("{ a(b: -) }")]
    [InlineData("{ a(b: \"open) }")]
    [InlineData("{ a(b: \"line\nbreak\") }")]
    [InlineData("{ a(b: \"\\x\") }")]
    [InlineData("{ a(b: \"\\u12G4\") }")]
    [InlineData("{ a(b: \"\"\"open) }")]
    [InlineData("{ a ? }")]
    [InlineData("{ a: }")]
    [InlineData("{ .. a }")]
    [InlineData("query ($a: Int = $b) { a }")]
    [InlineData("query ($a) { a }")]
    [InlineData("query () { a }")]
    [InlineData("fragment on on T { a }")]
    [InlineData("fragment F { a }")]
    [InlineData("select { a }")]
    [InlineData("{ a } }")]
    public void Parse_NoDocument_IsASyntaxError(string source) =>
        Assert.Throws<GraphQlSyntaxException>(() => Parser.Parse(source));

    [Fact]
    public void Parse_SyntaxError_HasLineAndColumn()
    {
        var error = Assert.Throws<GraphQlSyntaxException>(() => Parser.Parse("query {\r\n  a(b: ]\n}"));

        Assert.Equal(new Location(2, 8), error.At);
        Assert.Equal("Syntax Error GraphQL (2:8) Expected a value, found ']'.", error.Message);
    }

    [Theory]
    [InlineData("{ a", " }")]
    [InlineData("{ a(b: [", "]) }")]
    public void Parse_NestedWithoutEnd_IsRefusedInsteadOfExhaustingTheStack(string open, string close)
    {
        var source =
            open == "{ a"
                ? string.Concat(Enumerable.Repeat(open, 5_000)) + string.Concat(Enumerable.Repeat(close, 5_000))
                : open + new string('[', 5_000) + new string(']', 5_000) + close;

        Assert.Contains("Nested deeper", Assert.Throws<GraphQlSyntaxException>(() => Parser.Parse(source)).Message);
    }

    private static ValueNode Argument(string literal) =>
        ((Selection.Field)Parser.Parse($"{{ a(b: {literal}) }}").Operations[0].Selections[0]).Arguments[0].Value;
}
