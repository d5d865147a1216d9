namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>The uses of variables in an operation, through all of its fragments.</summary>
internal sealed class VariableUses
{
    private readonly ValidationContext _validation;
    private readonly HashSet<string> _seen = [];
    private readonly List<Use> _uses = [];

    private VariableUses(ValidationContext validation) => _validation = validation;

    /// <summary>The expected type at the place of use, and whether it has a default for a missing value.</summary>
    public sealed record Place(TypeReference Type, bool HasDefault);

    /// <summary>One use of a variable.</summary>
    /// <param name="Place">Null where the place is unknown.</param>
    public sealed record Use(ValueNode.Variable Variable, Place? Place);

    public static IReadOnlyList<Use> Of(ValidationContext validation, Operation operation)
    {
        var uses = new VariableUses(validation);
        uses.Directives(operation.Directives);
        uses.Selections(operation.Selections, validation.Schema.Root(operation.Kind));
        return uses._uses;
    }

    private void Selections(IReadOnlyList<Selection> selections, ObjectType? parent)
    {
        foreach (var selection in selections)
        {
            Directives(selection.Directives);
            switch (selection)
            {
                case Selection.Field field:
                    var definition = parent is null ? null : _validation.Schema.Field(parent, field.Name);
                    Arguments(field.Arguments, definition?.Arguments);
                    Selections(field.Selections, definition?.Type.Innermost as ObjectType);
                    break;
                case Selection.Inline inline:
                    Selections(
                        inline.Selections,
                        inline.TypeCondition is null ? parent : _validation.Object(inline.TypeCondition)
                    );
                    break;
                case Selection.Spread spread
                    when _validation.Fragments.TryGetValue(spread.Fragment, out var fragment)
                        && _seen.Add(spread.Fragment):
                    Directives(fragment.Directives);
                    Selections(fragment.Selections, _validation.Object(fragment.TypeCondition));
                    break;
            }
        }
    }

    private void Directives(IReadOnlyList<Directive> directives)
    {
        foreach (var directive in directives)
            Arguments(directive.Arguments, _validation.Schema.Directives.GetValueOrDefault(directive.Name)?.Arguments);
    }

    private void Arguments(IReadOnlyList<Argument> given, OrderedDictionary<string, InputDefinition>? declared)
    {
        foreach (var argument in given)
            Value(
                argument.Value,
                declared?.GetValueOrDefault(argument.Name) is { } definition
                    ? new Place(definition.Type, definition.Default is not null)
                    : null
            );
    }

    private void Value(ValueNode value, Place? place)
    {
        switch (value)
        {
            case ValueNode.Variable variable:
                _uses.Add(new Use(variable, place));
                break;
            case ValueNode.List list:
                var of = place?.Type.Nullable is TypeReference.List expected
                    ? new Place(expected.Of, HasDefault: false)
                    : null;
                foreach (var item in list.Items)
                    Value(item, of);
                break;
            case ValueNode.Object fields:
                Arguments(fields.Fields, (place?.Type.Innermost as InputType)?.Fields);
                break;
        }
    }
}
