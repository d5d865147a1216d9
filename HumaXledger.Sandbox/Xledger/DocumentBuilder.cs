using GraphQL;
using GraphQL.Execution;
using GraphQLParser.AST;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// Parses a document and refuses one that grows when its fragments are put in: a chain of fragments that each spread
/// the next one twice doubles with every link, in the validation as well as in the execution.
/// </summary>
internal sealed class DocumentBuilder : IDocumentBuilder
{
    /// <summary>Most fields and spreads with all fragments put in; Core's largest document has a few hundred.</summary>
    public const int MostSelections = 2_000;

    /// <summary>Most levels of fields and spreads within each other.</summary>
    public const int MostLevels = 100;

    private readonly GraphQLDocumentBuilder _parser = new();

    /// <inheritdoc />
    /// <exception cref="ExecutionError">The document is not GraphQL, or too large.</exception>
    public GraphQLDocument Build(string body)
    {
        var document = _parser.Build(body);
        var size = new Size(document);
        foreach (var definition in document.Definitions.OfType<IHasSelectionSetNode>())
        {
            var (selections, levels) = size.Of(definition.SelectionSet, level: 0);
            if (selections > MostSelections || levels > MostLevels)
                throw new InvalidOperationError(
                    $"A document has at most {MostSelections} selections in {MostLevels} levels, "
                        + "with its fragments put in."
                ).AddLocation((ASTNode)definition, document);
        }

        return document;
    }

    /// <summary>Counts with saturation; a fragment is counted once, however often it is spread.</summary>
    private sealed class Size(GraphQLDocument document)
    {
        private readonly ILookup<string, GraphQLFragmentDefinition> _fragments = document
            .Definitions.OfType<GraphQLFragmentDefinition>()
            .ToLookup(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal);

        private readonly Dictionary<string, (int Selections, int Levels)> _known = new(StringComparer.Ordinal);

        // Stops below the last level, so that the depth of this recursion is limited as well. What stands there counts
        // as one level too many.
        public (int Selections, int Levels) Of(GraphQLSelectionSet? set, int level)
        {
            var (selections, levels) = (0, 0);
            foreach (var selection in level > MostLevels ? [] : set?.Selections ?? [])
            {
                (int Selections, int Levels) below = selection switch
                {
                    GraphQLField field => Of(field.SelectionSet, level + 1),
                    GraphQLInlineFragment inline => Of(inline.SelectionSet, level + 1),
                    GraphQLFragmentSpread spread => Of(spread.FragmentName.Name.StringValue, level + 1),
                    _ => (0, 0),
                };
                selections = Math.Min(selections + 1 + below.Selections, MostSelections + 1);
                levels = Math.Max(levels, 1 + below.Levels);
            }

            return (selections, levels);
        }

        private (int Selections, int Levels) Of(string name, int level)
        {
            if (_known.TryGetValue(name, out var known))
                return known;
            // A fragment that contains itself is refused by the validation.
            _known[name] = (0, 0);
            var size = _fragments[name].Select(fragment => Of(fragment.SelectionSet, level)).FirstOrDefault();
            return _known[name] = size;
        }
    }
}
