using System.Text.Json;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>Validates and coerces input values (specification 3.5.2 to 3.12, 6.4.1).</summary>
internal static class InputValues
{
    /// <summary>A reason why a value is invalid, with the path to the place within the value.</summary>
    public sealed record Problem(IReadOnlyList<object> Path, string Text);

    /// <summary>Why a value does not fit a type; empty where it does.</summary>
    /// <param name="json">Whether the value came as JSON, where an enum value is a string.</param>
    public static IReadOnlyList<Problem> Problems(ValueNode value, TypeReference type, bool json)
    {
        var problems = new List<Problem>();
        Check(value, type, json, [], problems);
        return problems;
    }

    /// <summary>
    /// The coerced form of a valid value. Lists become arrays, inputs <see cref="InputObject"/>, enums their name.
    /// </summary>
    /// <param name="variables">The coerced variables; one that was not given is absent.</param>
    public static object? Coerce(
        ValueNode value,
        TypeReference type,
        bool json,
        IReadOnlyDictionary<string, object?> variables
    )
    {
        if (value is ValueNode.Variable variable)
            return variables.GetValueOrDefault(variable.Name);
        if (value is ValueNode.Null)
            return null;
        if (type.Nullable is TypeReference.List list)
        {
            return value is ValueNode.List items
                ? items.Items.Select(item => Coerce(item, list.Of, json, variables)).ToArray()
                : new[] { Coerce(value, list.Of, json, variables) };
        }

        return type.Innermost switch
        {
            ScalarType scalar => scalar.Read(value),
            EnumType => value is ValueNode.Enum name ? name.Name : ((ValueNode.Text)value).Value,
            InputType input => Coerce(((ValueNode.Object)value).Fields, input.Fields, json, variables),
            _ => null,
        };
    }

    /// <summary>The coerced arguments or fields of an input: the given ones, and the defaults of the others.</summary>
    public static InputObject Coerce(
        IReadOnlyList<Argument> given,
        OrderedDictionary<string, InputDefinition> declared,
        bool json,
        IReadOnlyDictionary<string, object?> variables
    )
    {
        if (declared.Count == 0)
            return InputObject.Empty;
        var byName = given.ToDictionary(argument => argument.Name, argument => argument.Value);
        var result = new InputObject();
        foreach (var (name, definition) in declared)
        {
            if (
                byName.TryGetValue(name, out var value)
                && (value is not ValueNode.Variable variable || variables.ContainsKey(variable.Name))
            )
                result.Add(name, Coerce(value, definition.Type, json, variables));
            else if (definition.Default is { } fallback)
                result.Add(name, Coerce(fallback, definition.Type, json: false, variables));
        }

        return result;
    }

    /// <summary>The literal of a JSON value.</summary>
    public static ValueNode FromJson(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => new ValueNode.Text(json.GetString()!, default),
            JsonValueKind.Number => json.GetRawText() is var digits && digits.AsSpan().IndexOfAny('.', 'e', 'E') < 0
                ? new ValueNode.Int(digits, default)
                : new ValueNode.Float(digits, default),
            JsonValueKind.True => new ValueNode.Boolean(true, default),
            JsonValueKind.False => new ValueNode.Boolean(false, default),
            JsonValueKind.Array => new ValueNode.List([.. json.EnumerateArray().Select(FromJson)], default),
            JsonValueKind.Object => new ValueNode.Object(
                [.. json.EnumerateObject().Select(field => new Argument(field.Name, FromJson(field.Value), default))],
                default
            ),
            _ => new ValueNode.Null(default),
        };

    private static void Check(ValueNode value, TypeReference type, bool json, List<object> path, List<Problem> problems)
    {
        // A variable is validated by its declared type.
        if (value is ValueNode.Variable)
            return;
        if (value is ValueNode.Null)
        {
            if (type is TypeReference.NonNull)
                Report($"Expected '{type}', found null.");
            return;
        }

        if (type.Nullable is TypeReference.List list)
        {
            if (value is not ValueNode.List items)
            {
                Check(value, list.Of, json, path, problems);
                return;
            }

            for (var index = 0; index < items.Items.Count; index++)
                Check(items.Items[index], list.Of, json, [.. path, index], problems);
            return;
        }

        switch (type.Innermost)
        {
            case ScalarType scalar when scalar.Read(value) is null:
                Report($"Expected type '{scalar.Name}', found {Printer.Print(value)}.");
                break;
            case EnumType known
                when !(
                    value is ValueNode.Enum name
                        ? known.Has(name.Name)
                        : json && value is ValueNode.Text text && known.Has(text.Value)
                ):
                Report($"Expected type '{known.Name}', found {Printer.Print(value)}.");
                break;
            case InputType input when value is ValueNode.Object fields:
                CheckFields(fields, input, json, path, problems);
                break;
            case InputType input:
                Report($"Expected '{input.Name}', found not an object.");
                break;
        }

        void Report(string text) => problems.Add(new Problem([.. path], text));
    }

    private static void CheckFields(
        ValueNode.Object value,
        InputType input,
        bool json,
        List<object> path,
        List<Problem> problems
    )
    {
        foreach (var field in value.Fields)
        {
            if (!input.Fields.TryGetValue(field.Name, out var definition))
                problems.Add(
                    new Problem(
                        [.. path, field.Name],
                        json ? $"Unrecognized input field '{field.Name}' for type '{input.Name}'." : "Unknown field."
                    )
                );
            else
                Check(field.Value, definition.Type, json, [.. path, field.Name], problems);
        }

        var given = value.Fields.Select(field => field.Name).ToHashSet();
        foreach (
            var missing in input.Fields.Values.Where(definition =>
                definition.Required && !given.Contains(definition.Name)
            )
        )
            problems.Add(new Problem([.. path, missing.Name], $"Missing required field of type '{missing.Type}'."));
    }
}
