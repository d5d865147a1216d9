using System.Text;
using System.Text.Json;
using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Tests.Sandbox.GraphQL;

public class EngineTests
{
    private const string Definitions = """
        schema { query: Root, mutation: Change }
        enum Colour { RED GREEN }
        input Box { width: Int = 3, tags: [String!], colour: Colour, inner: Box, need: Boolean! }
        type Thing { name: String!, again: Thing, many: [Thing], manyStrict: [Thing!] }
        type Root {
          thing: Thing, strict: Thing!, echo(box: Box, ids: [Int!], colour: Colour = RED, at: ID): String
          "What it is for."
          half: Float
        }
        type Change { step(to: Int!): Int }
        """;

    [Fact]
    public async Task Execute_Fields_AnswerInTheOrderWrittenWithAliasesAndFragmentsMerged()
    {
        var answer = await Answer(
            "{ b: half thing { ...N ... on Thing { again { name } } again { x: name } } a: half __typename } "
                + "fragment N on Thing { name }"
        );

        Assert.Equal(
            """{"data":{"b":0.5,"thing":{"name":"t","again":{"name":"t","x":"t"}},"a":0.5,"__typename":"Root"}}""",
            answer
        );
    }

    [Theory]
    [InlineData(true, """{"data":{"half":0.5}}""")]
    [InlineData(false, """{"data":{"thing":{"name":"t"}}}""")]
    public async Task Execute_SkipAndInclude_ChooseByVariable(bool on, string expected) =>
        Assert.Equal(
            expected,
            await Answer("query ($on: Boolean!) { half @include(if: $on) thing @skip(if: $on) { name } }", new { on })
        );

    [Fact]
    public async Task Execute_NullInANonNullField_NullsItsNearestNullableParent()
    {
        const string error = "{\"message\":\"Cannot return null for a non-null type. Field: name, Type: String!.\"";

        Assert.StartsWith(
            "{\"data\":{\"thing\":{\"again\":null}},\"errors\":[" + error,
            await Answer("{ thing { again { name } } }", nameless: 2)
        );
        Assert.StartsWith(
            "{\"data\":{\"thing\":{\"many\":[null,{\"name\":\"t\"}]}},\"errors\":[" + error,
            await Answer("{ thing { many { name } } }", nameless: 2)
        );
        Assert.StartsWith(
            "{\"data\":{\"thing\":{\"manyStrict\":null}},\"errors\":[" + error,
            await Answer("{ thing { manyStrict { name } } }", nameless: 2)
        );
        Assert.StartsWith("{\"data\":null,\"errors\":[" + error, await Answer("{ half strict { name } }", nameless: 1));
        Assert.Contains(
            "\"path\":[\"thing\",\"many\",0,\"name\"]",
            await Answer("{ thing { many { name } } }", nameless: 2)
        );
    }

    [Theory]
    [InlineData("echo", "colour=RED")]
    [InlineData("echo(colour: GREEN, at: 5)", "colour=GREEN at=5")]
    [InlineData("echo(box: { need: true })", "box={width=3 need=True} colour=RED")]
    [InlineData(
        "echo(box: { need: true, width: null, tags: \"one\" })",
        "box={width= tags=[one] need=True} colour=RED"
    )]
    [InlineData(
        "echo(box: { need: true, inner: { need: false, width: 1 } }, ids: 7)",
        "box={width=3 inner={width=1 need=False} need=True} ids=[7] colour=RED"
    )]
    [InlineData("echo(ids: [])", "ids=[] colour=RED")]
    public async Task Execute_LiteralArguments_AreCoercedWithDefaultsAndSingleItemsAsLists(
        string field,
        string expected
    ) => Assert.Equal($"{{\"data\":{{\"echo\":\"{expected}\"}}}}", await Answer($"{{ {field} }}"));

    [Fact]
    public async Task Execute_VariableArguments_AreCoercedLikeLiterals()
    {
        const string query =
            "query ($box: Box, $id: Int, $c: Colour, $ids: [Int!] = [4]) "
            + "{ echo(box: $box, ids: $ids, colour: $c) second: echo(ids: [1, 2], box: { need: true, "
            + "width: $id }) }";

        Assert.Equal(
            """{"data":{"echo":"box={width=3 tags=[a] colour=GREEN need=True} ids=[4] colour=RED","second":"box={width=3 need=True} ids=[1 2] colour=RED"}}""",
            await Answer(
                query,
                new
                {
                    box = new
                    {
                        need = true,
                        tags = "a",
                        colour = "GREEN",
                    },
                }
            )
        );
        Assert.Equal(
            """{"data":{"echo":"ids= colour=GREEN","second":"box={width=9 need=True} ids=[1 2] colour=RED"}}""",
            await Answer(
                query,
                new
                {
                    id = 9,
                    c = "GREEN",
                    ids = (object?)null,
                }
            )
        );
    }

    [Theory]
    [InlineData("{\"box\":{\"need\":true,\"foo\":1}}", "Variable '$box.foo' is invalid.")]
    [InlineData("{\"box\":{}}", "Variable '$box.need' is invalid. Missing required field of type 'Boolean!'.")]
    [InlineData("{\"box\":{\"need\":true,\"tags\":[\"a\",2]}}", "Variable '$box.tags[1]' is invalid.")]
    [InlineData("{\"box\":{\"need\":true,\"tags\":[null]}}", "Variable '$box.tags[0]' is invalid.")]
    [InlineData("{\"box\":{\"need\":true,\"colour\":\"BLUE\"}}", "Variable '$box.colour' is invalid.")]
    [InlineData("{\"box\":5}", "Variable '$box' is invalid.")]
    [InlineData("{\"box\":null}", "Variable '$box' is invalid.")]
    [InlineData("{}", "Variable '$box' is invalid. No value provided")]
    public void Prepare_VariableThatDoesNotFit_IsAnInvalidValueAtItsPath(string variables, string message)
    {
        var (request, errors) = Engine()
            .Prepare("query ($box: Box!) { echo(box: $box) }", null, JsonDocument.Parse(variables).RootElement);

        Assert.Null(request);
        Assert.Equal("INVALID_VALUE", Assert.Single(errors).Code);
        Assert.StartsWith(message, errors[0].Message);
    }

    [Fact]
    public async Task Execute_MutationFields_RunInTheOrderWritten() =>
        Assert.Equal(
            """{"data":{"a":1,"b":12,"c":123}}""",
            await Answer("mutation { a: step(to: 1) b: step(to: 2) c: step(to: 3) }")
        );

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("Other", false)]
    [InlineData("B", true)]
    public void Prepare_SeveralOperations_NeedsTheNameOfOne(string? name, bool found) =>
        Assert.Equal(found, Engine().Prepare("query A { half } query B { half }", name, null).Request is not null);

    [Fact]
    public void Engine_FieldWithoutResolver_IsRefusedAtTheStart()
    {
        var schema = Schema.Read(
            "schema { query: Q } type Q { known: Int, forgotten: Int }",
            new Dictionary<string, ScalarRule>()
        );
        var resolvers = new Resolvers<object>();
        resolvers.Add("Q", "known", _ => 1);

        Assert.Contains(
            "Q.forgotten",
            Assert.Throws<InvalidOperationException>(() => new Engine<object>(schema, resolvers)).Message
        );
    }

    private static Engine<Trail> Engine()
    {
        var resolvers = new Resolvers<Trail>();
        resolvers.Add("Root", "thing", field => new Thing(1, field.State.Nameless));
        resolvers.Add("Root", "strict", field => new Thing(1, field.State.Nameless));
        resolvers.Add("Root", "half", _ => 0.5);
        resolvers.Add("Root", "echo", field => Show(field.Arguments));
        resolvers.Add("Change", "step", field =>
            field.State.Number = field.State.Number * 10 + (int)field.Arguments["to"]!
        );
        resolvers
            .Of<Thing>("Thing")
            .Add("name", thing => thing.Depth == thing.Nameless ? null : "t")
            .Add("again", thing => thing with { Depth = thing.Depth + 1 })
            .Add("many", thing => new[] { thing with { Depth = thing.Depth + 1 }, thing with { Depth = 9 } })
            .Add("manyStrict", thing => new[] { thing with { Depth = 9 }, thing with { Depth = thing.Depth + 1 } });
        return new Engine<Trail>(Schema.Read(Definitions, new Dictionary<string, ScalarRule>()), resolvers);
    }

    /// <param name="nameless">The depth at which things have no name.</param>
    private static async Task<string> Answer(string query, object? variables = null, int nameless = 0)
    {
        var engine = Engine();
        var (request, errors) = engine.Prepare(
            query,
            null,
            variables is null ? null : JsonSerializer.SerializeToElement(variables)
        );
        Assert.Empty(errors);
        var (data, found) = engine.Execute(request!, new Trail { Nameless = nameless });
        using var stream = new MemoryStream();
        await new Answer(HasData: true, data, found).WriteAsync(stream, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Show(InputObject input) =>
        string.Join(' ', input.Select(field => $"{field.Key}={Show(field.Value)}"));

    private static string Show(object? value) =>
        value switch
        {
            InputObject input => $"{{{Show(input)}}}",
            object?[] items => $"[{string.Join(' ', items.Select(Show))}]",
            _ => $"{value}",
        };

    private sealed record Thing(int Depth, int Nameless);

    private sealed class Trail
    {
        public int Nameless { get; init; }
        public int Number { get; set; }
    }
}
