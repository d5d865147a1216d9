using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>
/// One operation. A constant document has placeholders, such as <c>&lt;ids&gt;</c>, for literals; only the start and
/// length of a page are variables, whose types are standard. Once filled, <see cref="Text"/> may have personal values:
/// it is sent and never shown.
/// </summary>
internal sealed partial record GraphQlDocument(string OperationName, string Text)
{
    /// <summary>Whether the operation changes data, so that a lost answer leaves its outcome unknown.</summary>
    public bool Writes { get; } = Text.StartsWith("mutation ", StringComparison.Ordinal);

    /// <summary>The places of a document that is not filled, in order.</summary>
    public IEnumerable<string> Places => Place().Matches(Text).Select(match => match.Groups["place"].Value);

    /// <summary>The document with JSON values for its placeholders.</summary>
    public GraphQlDocument Fill(params IReadOnlyList<(string Place, JsonNode? Value)> values) =>
        FillWith([.. values.Select(value => (value.Place, GraphQlLiteral.Of(value.Value)))]);

    /// <summary>The document with a literal, or an object's fields, for each placeholder.</summary>
    /// <exception cref="ArgumentException">A placeholder without a literal.</exception>
    public GraphQlDocument FillWith(params IReadOnlyList<(string Place, string Literal)> literals)
    {
        // In one pass, so that a placeholder within a value is not replaced.
        var filled = new StringBuilder(Text.Length + literals.Sum(literal => literal.Literal.Length));
        var at = 0;
        foreach (Match match in Place().Matches(Text))
        {
            var given = literals
                .Where(literal => literal.Place == match.Groups["place"].Value)
                .Select(literal => literal.Literal)
                .FirstOrDefault();
            filled
                .Append(Text, at, match.Index - at)
                .Append(
                    given ?? throw new ArgumentException($"{OperationName} needs {match.Value}.", nameof(literals))
                );
            at = match.Index + match.Length;
        }

        return new GraphQlDocument(OperationName, filled.Append(Text, at, Text.Length - at).ToString());
    }

    // The text may hold personal values.
    public override string ToString() => OperationName;

    [GeneratedRegex("<(?<place>[a-z]+)>", RegexOptions.None, 1_000)]
    private static partial Regex Place();
}
