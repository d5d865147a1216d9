namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>Fragments are known, unique, used, on object types, and without cycles.</summary>
internal static class FragmentRules
{
    public static void Check(ValidationContext validation)
    {
        var document = validation.Document;
        foreach (var again in document.Fragments.GroupBy(fragment => fragment.Name).SelectMany(same => same.Skip(1)))
            validation.Report(
                "UNIQUE_FRAGMENT_NAMES",
                "5.5.1.1",
                $"There can only be one fragment named '{again.Name}'.",
                again.At
            );
        foreach (var fragment in document.Fragments)
            CheckCondition(validation, fragment.TypeCondition, fragment.At);

        var used = document.Operations.SelectMany(operation => Reached(validation, operation.Selections)).ToHashSet();
        foreach (var unused in document.Fragments.Where(fragment => !used.Contains(fragment.Name)))
            validation.Report("NO_UNUSED_FRAGMENTS", "5.5.1.4", $"Fragment '{unused.Name}' is never used.", unused.At);

        foreach (var fragment in validation.Fragments.Values)
        {
            foreach (
                var spread in Spreads(fragment.Selections)
                    .Where(spread =>
                        spread.Fragment == fragment.Name || Reached(validation, [spread]).Contains(fragment.Name)
                    )
            )
            {
                var via = spread.Fragment == fragment.Name ? "" : $" via {spread.Fragment}";
                validation.Report(
                    "NO_FRAGMENT_CYCLES",
                    "5.5.2.2",
                    $"Cannot spread fragment '{fragment.Name}' within itself{via}.",
                    spread.At
                );
            }
        }
    }

    public static void CheckCondition(ValidationContext validation, string typeName, Location at)
    {
        if (validation.Schema.Type(typeName) is not { } type)
            validation.Report("KNOWN_TYPE_NAMES", "5.5.1.2", $"Unknown type '{typeName}'.", at);
        else if (type is not ObjectType)
            validation.Report(
                "FRAGMENTS_ON_COMPOSITE_TYPES",
                "5.5.1.3",
                $"Fragment cannot condition on non composite type '{typeName}'.",
                at
            );
    }

    /// <summary>Names of the fragments that the selections lead to, directly or through others.</summary>
    public static HashSet<string> Reached(ValidationContext validation, IReadOnlyList<Selection> selections)
    {
        var reached = new HashSet<string>();
        var open = new Stack<Selection.Spread>(Spreads(selections));
        while (open.TryPop(out var spread))
        {
            if (!reached.Add(spread.Fragment) || !validation.Fragments.TryGetValue(spread.Fragment, out var fragment))
                continue;
            foreach (var next in Spreads(fragment.Selections))
                open.Push(next);
        }

        return reached;
    }

    private static IEnumerable<Selection.Spread> Spreads(IReadOnlyList<Selection> selections) =>
        selections.SelectMany(selection =>
            selection switch
            {
                Selection.Spread spread => [spread],
                Selection.Field field => Spreads(field.Selections),
                Selection.Inline inline => Spreads(inline.Selections),
                _ => [],
            }
        );
}
