namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>
/// Fields exist on their types, leaves have no selections, arguments and directives are known and valid.
/// </summary>
internal sealed class SelectionRules
{
    private readonly ValidationContext _validation;

    private SelectionRules(ValidationContext validation) => _validation = validation;

    public static void Check(ValidationContext validation)
    {
        var rules = new SelectionRules(validation);
        foreach (var operation in validation.Document.Operations)
        {
            rules.Directives(operation.Directives, operation.Kind.ToString().ToUpperInvariant());
            if (validation.Schema.Root(operation.Kind) is { } root)
                rules.Selections(operation.Selections, root);
            else
                validation.Report(
                    "INVALID_OPERATION",
                    "5.2",
                    $"Schema is not configured for {operation.Kind.ToString().ToLowerInvariant()}s.",
                    operation.At
                );
        }

        foreach (var fragment in validation.Document.Fragments)
        {
            rules.Directives(fragment.Directives, "FRAGMENT_DEFINITION");
            if (validation.Object(fragment.TypeCondition) is { } type)
                rules.Selections(fragment.Selections, type);
        }
    }

    private void Selections(IReadOnlyList<Selection> selections, ObjectType parent)
    {
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case Selection.Field field:
                    Directives(field.Directives, "FIELD");
                    Field(field, parent);
                    break;
                case Selection.Spread spread:
                    Directives(spread.Directives, "FRAGMENT_SPREAD");
                    Spread(spread, parent);
                    break;
                case Selection.Inline inline:
                    Directives(inline.Directives, "INLINE_FRAGMENT");
                    Inline(inline, parent);
                    break;
            }
        }
    }

    private void Field(Selection.Field field, ObjectType parent)
    {
        if (_validation.Schema.Field(parent, field.Name) is not { } definition)
        {
            _validation.Report(
                "FIELDS_ON_CORRECT_TYPE",
                "5.3.1",
                $"Cannot query field '{field.Name}' on type '{parent.Name}'.",
                field.At
            );
            return;
        }

        Arguments(field.Arguments, definition.Arguments, $"field '{field.Name}' of type '{parent.Name}'", field.At);
        if (definition.Type.Innermost is ObjectType type)
        {
            if (field.Selections.Count == 0)
                _validation.Report(
                    "SCALAR_LEAFS",
                    "5.3.3",
                    $"Field '{field.Name}' of type '{definition.Type}' must have a sub selection.",
                    field.At
                );
            else
                Selections(field.Selections, type);
        }
        else if (field.Selections.Count > 0)
        {
            _validation.Report(
                "SCALAR_LEAFS",
                "5.3.3",
                $"Field '{field.Name}' of type '{definition.Type}' must not have a sub selection.",
                field.At
            );
        }
    }

    private void Spread(Selection.Spread spread, ObjectType parent)
    {
        if (!_validation.Fragments.TryGetValue(spread.Fragment, out var fragment))
            _validation.Report("KNOWN_FRAGMENT_NAMES", "5.5.2.1", $"Unknown fragment '{spread.Fragment}'.", spread.At);
        else
            Possible(fragment.TypeCondition, parent, $"Fragment '{spread.Fragment}'", spread.At);
    }

    private void Inline(Selection.Inline inline, ObjectType parent)
    {
        if (inline.TypeCondition is null)
        {
            Selections(inline.Selections, parent);
            return;
        }

        FragmentRules.CheckCondition(_validation, inline.TypeCondition, inline.At);
        Possible(inline.TypeCondition, parent, "Fragment", inline.At);
        if (_validation.Object(inline.TypeCondition) is { } type)
            Selections(inline.Selections, type);
    }

    // There are only object types, so a fragment applies only to its own type.
    private void Possible(string condition, ObjectType parent, string fragment, Location at)
    {
        if (_validation.Object(condition) is { } type && type != parent)
            _validation.Report(
                "POSSIBLE_FRAGMENT_SPREADS",
                "5.5.2.3",
                $"{fragment} cannot be spread here as objects of type '{parent.Name}' can never be of type "
                    + $"'{condition}'.",
                at
            );
    }

    private void Directives(IReadOnlyList<Directive> directives, string location)
    {
        foreach (var directive in directives)
        {
            if (!_validation.Schema.Directives.TryGetValue(directive.Name, out var definition))
            {
                _validation.Report("KNOWN_DIRECTIVES", "5.7.1", $"Unknown directive '{directive.Name}'.", directive.At);
                continue;
            }

            if (!definition.Locations.Contains(location))
                _validation.Report(
                    "DIRECTIVES_IN_ALLOWED_LOCATIONS",
                    "5.7.2",
                    $"Directive '{directive.Name}' may not be used on {location}.",
                    directive.At
                );
            Arguments(directive.Arguments, definition.Arguments, $"directive '{directive.Name}'", directive.At);
        }

        foreach (var again in directives.GroupBy(directive => directive.Name).SelectMany(same => same.Skip(1)))
            _validation.Report(
                "UNIQUE_DIRECTIVES_PER_LOCATION",
                "5.7.3",
                $"The directive '{again.Name}' can only be used once at this location.",
                again.At
            );
    }

    private void Arguments(
        IReadOnlyList<Argument> given,
        OrderedDictionary<string, InputDefinition> declared,
        string owner,
        Location at
    )
    {
        foreach (var again in given.GroupBy(argument => argument.Name).SelectMany(same => same.Skip(1)))
            _validation.Report(
                "UNIQUE_ARGUMENT_NAMES",
                "5.4.2",
                $"There can be only one argument named '{again.Name}'.",
                again.At
            );
        foreach (var argument in given)
        {
            UniqueFields(argument.Value);
            if (declared.TryGetValue(argument.Name, out var definition))
                Literal(argument, definition);
            else
                _validation.Report(
                    "KNOWN_ARGUMENT_NAMES",
                    "5.4.1",
                    $"Unknown argument '{argument.Name}' on {owner}.",
                    argument.At
                );
        }

        foreach (
            var missing in declared.Values.Where(definition =>
                definition.Required && given.All(argument => argument.Name != definition.Name)
            )
        )
            _validation.Report(
                "PROVIDED_NON_NULL_ARGUMENTS",
                "5.4.2.1",
                $"Argument '{missing.Name}' of type '{missing.Type}' is required for {owner} but not provided.",
                at
            );
    }

    private void Literal(Argument argument, InputDefinition definition)
    {
        foreach (var problem in InputValues.Problems(argument.Value, definition.Type, json: false))
        {
            var where = string.Concat(
                problem.Path.Select(step => step is int index ? $"In element #{index + 1}: " : $"In field '{step}': ")
            );
            _validation.Report(
                "ARGUMENTS_OF_CORRECT_TYPE",
                "5.6.1",
                $"Argument '{argument.Name}' has invalid value. {where}{problem.Text}",
                argument.At
            );
        }
    }

    private void UniqueFields(ValueNode value)
    {
        if (value is ValueNode.List list)
        {
            foreach (var item in list.Items)
                UniqueFields(item);
        }

        if (value is not ValueNode.Object fields)
            return;
        foreach (var again in fields.Fields.GroupBy(field => field.Name).SelectMany(same => same.Skip(1)))
            _validation.Report(
                "UNIQUE_INPUT_FIELD_NAMES",
                "5.6.3",
                $"There can be only one input field named '{again.Name}'.",
                again.At
            );
        foreach (var field in fields.Fields)
            UniqueFields(field.Value);
    }
}
