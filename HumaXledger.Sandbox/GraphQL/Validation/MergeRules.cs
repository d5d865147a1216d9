namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>
/// Fields with the same response name must be mergeable (specification 5.3.2). There are only object types, so all
/// merged fields have the same parent type, and an equal name and equal arguments are sufficient.
/// </summary>
internal static class MergeRules
{
    public static void Check(ValidationContext validation)
    {
        foreach (var operation in validation.Document.Operations)
            Merge(validation, operation.Selections);
    }

    private static void Merge(ValidationContext validation, IEnumerable<Selection> selections)
    {
        var fields = new OrderedDictionary<string, List<Selection.Field>>();
        Collect(validation, selections, fields, []);
        foreach (var (name, same) in fields)
        {
            var first = same[0];
            var conflict = same.Skip(1)
                .FirstOrDefault(other => other.Name != first.Name || Arguments(other) != Arguments(first));
            if (conflict is not null)
            {
                var why =
                    conflict.Name != first.Name
                        ? $"'{first.Name}' and '{conflict.Name}' are different fields"
                        : "they have differing arguments";
                validation.Report(
                    "OVERLAPPING_FIELDS_CAN_BE_MERGED",
                    "5.3.2",
                    $"Fields '{name}' conflict because {why}. Use different aliases on the fields to fetch both if "
                        + "this was intentional.",
                    conflict.At
                );
                continue;
            }

            if (first.Selections.Count > 0)
                Merge(validation, same.SelectMany(field => field.Selections));
        }
    }

    private static void Collect(
        ValidationContext validation,
        IEnumerable<Selection> selections,
        OrderedDictionary<string, List<Selection.Field>> into,
        HashSet<string> seen
    )
    {
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case Selection.Field field:
                    if (!into.TryGetValue(field.ResponseName, out var same))
                        into.Add(field.ResponseName, same = []);
                    same.Add(field);
                    break;
                case Selection.Inline inline:
                    Collect(validation, inline.Selections, into, seen);
                    break;
                case Selection.Spread spread when seen.Add(spread.Fragment):
                    Collect(validation, validation.Fragments[spread.Fragment].Selections, into, seen);
                    break;
            }
        }
    }

    private static string Arguments(Selection.Field field) =>
        string.Join(
            ", ",
            field
                .Arguments.OrderBy(argument => argument.Name, StringComparer.Ordinal)
                .Select(argument => $"{argument.Name}: {Printer.Print(argument.Value)}")
        );
}
