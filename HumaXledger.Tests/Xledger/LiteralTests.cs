using System.Text;
using System.Text.Json.Nodes;
using GraphQLParser;
using GraphQLParser.AST;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Transport;

namespace HumaXledger.Tests.Xledger;

/// <summary>Values inside a document, read back by a parser that shares no code with the writer.</summary>
public class LiteralTests
{
    private const string Signs = "\"\\\r\n\t\b\f{}[]()<>:,$!#u0";

    [Theory]
    [InlineData("")]
    [InlineData("Kari \"Kaia\" Ødegård")]
    [InlineData("\\")]
    [InlineData("\\\"\"\"\\")]
    [InlineData("Storgata 1\r\nOppgang B\n\tbak")]
    [InlineData("\0\u0001\u001f\u007f\u0085")]
    [InlineData("\u2028\u2029\ufeff\u200b\u202e\ufffe\uffff")]
    [InlineData("😀 👩‍👩‍👧")]
    [InlineData("a\ud83d")]
    [InlineData("\ude00b")]
    [InlineData("<ids> $first { } # , \"\"\"")]
    public void Text_Written_IsReadBackAsItIs(string text) => Assert.Equal(text, ReadBack(text));

    [Fact]
    public void Text_OfAnyUtf16_IsReadBackAsItIs()
    {
        var random = new Random(20_261_128);
        for (var round = 0; round < 5_000; round++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(0, 24); length > 0; length--)
            {
                // Half of them are characters with a meaning in a document, or invisible in one.
                text.Append(random.Next(2) == 0 ? Signs[random.Next(Signs.Length)] : (char)random.Next(0x1_0000));
            }

            Assert.Equal(text.ToString(), ReadBack(text.ToString()));
        }
    }

    [Fact]
    public void Text_Written_TravelsThroughUtf8Unchanged()
    {
        var literal = GraphQlLiteral.Of("half a pair: \ud83d, and a whole one: 😀");

        Assert.Equal(literal, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(literal)));
    }

    [Fact]
    public void Value_OfEveryKind_IsWrittenAsItsLiteral()
    {
        var value = new JsonObject
        {
            ["dbId"] = 4_711,
            ["code"] = "007",
            ["open"] = true,
            ["phone"] = null,
            ["owner"] = new JsonObject { ["dbId"] = "12" },
            ["list"] = new JsonArray(1, "x", new JsonObject()),
        };

        Assert.Equal(
            """{dbId: 4711, code: "007", open: true, phone: null, owner: {dbId: "12"}, list: [1, "x", {}]}""",
            GraphQlLiteral.Of(value)
        );
        Assert.Equal(
            """dbId: "12", id: "k" """.TrimEnd(),
            GraphQlLiteral.Fields(new JsonObject { ["dbId"] = "12", ["id"] = "k" })
        );
    }

    [Fact]
    public void Document_Filled_AcceptsAValueThatLooksLikeAPlaceholder()
    {
        var document = new GraphQlDocument("Q", "query Q { a(x: <first>, y: <second>) }").Fill(
            ("first", "<second>"),
            ("second", "<first>")
        );

        Assert.Equal("""query Q { a(x: "<second>", y: "<first>") }""", document.Text);
    }

    [Fact]
    public void Document_PlaceholderWithoutAValue_IsNotSent() =>
        Assert.Throws<ArgumentException>(() => XledgerDocuments.FreshSuppliers.Fill(("codes", new JsonArray())));

    [Fact]
    public void Document_Printed_ShowsItsNameAndNoValue() =>
        Assert.Equal(
            "EmployeesByCodes",
            XledgerDocuments.EmployeesByCodes.Fill(("codes", new JsonArray("17059012345"))).ToString()
        );

    private static string ReadBack(string text)
    {
        var document = Parser.Parse($"{{ a(x: {GraphQlLiteral.Of(text)}) }}");
        var operation = Assert.IsAssignableFrom<GraphQLOperationDefinition>(Assert.Single(document.Definitions));
        var field = Assert.IsAssignableFrom<GraphQLField>(Assert.Single(operation.SelectionSet.Selections));
        var argument = Assert.Single(field.Arguments!.Items);
        return (string)Assert.IsAssignableFrom<GraphQLStringValue>(argument.Value).Value;
    }
}
