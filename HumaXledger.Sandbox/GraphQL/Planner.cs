namespace HumaXledger.Sandbox.GraphQL;

/// <summary>Turns a validated operation into a plan (specification 6.3: collecting fields).</summary>
internal sealed class Planner<TState>(
    Schema schema,
    Resolvers<TState> resolvers,
    Document document,
    IReadOnlyDictionary<string, object?> variables
)
{
    private readonly Dictionary<string, Fragment> _fragments = document.Fragments.ToDictionary(fragment =>
        fragment.Name
    );

    /// <summary>The plan of a selection set on a type.</summary>
    public SelectionPlan<TState> Plan(ObjectType type, IEnumerable<Selection> selections)
    {
        var collected = new OrderedDictionary<string, List<Selection.Field>>();
        Collect(selections, collected, []);
        return new SelectionPlan<TState>(type, [.. collected.Select(same => Plan(type, same.Key, same.Value))]);
    }

    private FieldPlan<TState> Plan(ObjectType type, string responseName, List<Selection.Field> same)
    {
        var first = same[0];
        var definition = schema.Field(type, first.Name)!;
        var arguments = InputValues.Coerce(first.Arguments, definition.Arguments, json: false, variables);
        var below = definition.Type.Innermost is ObjectType of
            ? Plan(of, same.SelectMany(field => field.Selections))
            : null;
        var resolver = first.Name == Introspection.TypeName ? _ => type.Name : resolvers.Find(type.Name, first.Name);
        return new FieldPlan<TState>(responseName, definition, arguments, resolver, below, first.At);
    }

    private void Collect(
        IEnumerable<Selection> selections,
        OrderedDictionary<string, List<Selection.Field>> into,
        HashSet<string> seen
    )
    {
        foreach (var selection in selections.Where(Included))
        {
            switch (selection)
            {
                case Selection.Field field:
                    if (!into.TryGetValue(field.ResponseName, out var same))
                        into.Add(field.ResponseName, same = []);
                    same.Add(field);
                    break;
                case Selection.Inline inline:
                    Collect(inline.Selections, into, seen);
                    break;
                case Selection.Spread spread when seen.Add(spread.Fragment):
                    Collect(_fragments[spread.Fragment].Selections, into, seen);
                    break;
            }
        }
    }

    private bool Included(Selection selection) =>
        selection.Directives.All(directive =>
            directive.Name is not ("skip" or "include") || Condition(directive) == (directive.Name == "include")
        );

    private bool Condition(Directive directive) =>
        InputValues.Coerce(directive.Arguments, schema.Directives[directive.Name].Arguments, json: false, variables)[
            "if"
        ]
            is true;
}
