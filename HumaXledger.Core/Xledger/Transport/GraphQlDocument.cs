using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>
/// One operation. A constant document has a place, such as <c>&lt;ids&gt;</c>, where a literal goes in; only where a
/// page begins and how long it
/// is goes in by variables, whose types are standard. Once filled, <see cref="Text"/> may hold personal values: it is
/// sent and shown nowhere.
/// </summary>
internal sealed partial record GraphQlDocument(string OperationName, string Text)
{
    /// <summary>Whether a lost answer leaves it open what was done.</summary>
    public bool Writes { get; } = Text.StartsWith("mutation ", StringComparison.Ordinal);

    /// <summary>The places of a document that is not filled, in order.</summary>
    public IEnumerable<string> Places => Place().Matches(Text).Select(match => match.Groups["place"].Value);

    /// <summary>The document with a JSON value in each of its places.</summary>
    public GraphQlDocument Fill(params IReadOnlyList<(string Place, JsonNode? Value)> values) =>
        FillWith([.. values.Select(value => (value.Place, GraphQlLiteral.Of(value.Value)))]);

    /// <summary>The document with a literal, or an object's fields, in each of its places.</summary>
    /// <exception cref="ArgumentException">A place without a literal.</exception>
    public GraphQlDocument FillWith(params IReadOnlyList<(string Place, string Literal)> literals)
    {
        // In one pass: what looks like a place in a value is a value.
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
