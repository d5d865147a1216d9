namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>
/// Variables are unique, of input types, defined where used, used where defined, and allowed in their positions.
/// </summary>
internal static class VariableRules
{
    public static void Check(ValidationContext validation)
    {
        foreach (var operation in validation.Document.Operations)
        {
            Definitions(validation, operation);
            Uses(validation, operation);
        }
    }

    private static void Definitions(ValidationContext validation, Operation operation)
    {
        foreach (var again in operation.Variables.GroupBy(variable => variable.Name).SelectMany(same => same.Skip(1)))
            validation.Report(
                "UNIQUE_VARIABLE_NAMES",
                "5.8.1",
                $"There can be only one variable named '{again.Name}'",
                again.At
            );
        foreach (var variable in operation.Variables)
        {
            var type = validation.Schema.Resolve(variable.Type);
            if (type is null)
                validation.Report(
                    "KNOWN_TYPE_NAMES",
                    "5.5.1.2",
                    $"Unknown type '{variable.Type.ToString()!.Trim('[', ']', '!')}'.",
                    variable.Type.At
                );
            else if (!type.Innermost.IsInput)
                validation.Report(
                    "VARIABLES_ARE_INPUT_TYPES",
                    "5.8.2",
                    $"Variable '{variable.Name}' cannot be non-input type '{type}'.",
                    variable.Type.At
                );
            else if (
                variable.Default is { } value
                && InputValues.Problems(value, type, json: false) is [var problem, ..]
            )
                validation.Report(
                    "DEFAULT_VALUES_OF_CORRECT_TYPE",
                    "5.6.1",
                    $"Variable '{variable.Name}' of type '{type}' has invalid default value. {problem.Text}",
                    value.At
                );
        }
    }

    private static void Uses(ValidationContext validation, Operation operation)
    {
        var defined = operation
            .Variables.GroupBy(variable => variable.Name)
            .ToDictionary(same => same.Key, same => same.First());
        var name = operation.Name is null ? "" : $" by operation '{operation.Name}'";
        var used = new HashSet<string>();
        foreach (var use in VariableUses.Of(validation, operation))
        {
            used.Add(use.Variable.Name);
            if (!defined.TryGetValue(use.Variable.Name, out var definition))
                validation.Report(
                    "NO_UNDEFINED_VARIABLES",
                    "5.8.3",
                    $"Variable '${use.Variable.Name}' is not defined{name}.",
                    use.Variable.At
                );
            else if (
                use.Place is { } place
                && validation.Schema.Resolve(definition.Type) is { Innermost.IsInput: true } type
                && !Allowed(type, definition.Default, place)
            )
                validation.Report(
                    "VARIABLES_IN_ALLOWED_POSITION",
                    "5.8.5",
                    $"Variable '${use.Variable.Name}' of type '{type}' used in position expecting type '{place.Type}'.",
                    use.Variable.At
                );
        }

        foreach (var unused in defined.Values.Where(variable => !used.Contains(variable.Name)))
            validation.Report(
                "NO_UNUSED_VARIABLES",
                "5.8.4",
                $"Variable '${unused.Name}' is never "
                    + $"used{(operation.Name is null ? "" : $" in operation '{operation.Name}'")}.",
                unused.At
            );
    }

    private static bool Allowed(TypeReference variable, ValueNode? given, VariableUses.Place place)
    {
        if (place.Type is not TypeReference.NonNull nonNull || variable is TypeReference.NonNull)
            return Fits(variable, place.Type);
        return (given is not (null or ValueNode.Null) || place.HasDefault) && Fits(variable, nonNull.Of);
    }

    private static bool Fits(TypeReference variable, TypeReference place) =>
        (variable, place) switch
        {
            (TypeReference.NonNull from, TypeReference.NonNull to) => Fits(from.Of, to.Of),
            (_, TypeReference.NonNull) => false,
            (TypeReference.NonNull from, _) => Fits(from.Of, place),
            (TypeReference.List from, TypeReference.List to) => Fits(from.Of, to.Of),
            (TypeReference.Named from, TypeReference.Named to) => from.Type == to.Type,
            _ => false,
        };
}
