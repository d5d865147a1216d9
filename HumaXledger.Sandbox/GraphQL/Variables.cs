using System.Text.Json;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// Coerces the variables of an operation (specification 6.1.2). A variable that was not given and has no default is
/// absent.
/// </summary>
internal sealed class Variables
{
    private readonly Dictionary<string, object?> _values = [];
    private readonly List<GraphQlError> _errors = [];

    /// <summary>Coerces the given JSON object.</summary>
    public Variables(Schema schema, Operation operation, JsonElement? given)
    {
        foreach (var definition in operation.Variables)
        {
            var type = schema.Resolve(definition.Type)!;
            if (
                given is { ValueKind: JsonValueKind.Object } json
                && json.TryGetProperty(definition.Name, out var value)
            )
                Take(definition, type, InputValues.FromJson(value));
            else if (definition.Default is { } fallback)
                _values[definition.Name] = InputValues.Coerce(fallback, type, json: false, _values);
            else if (type is TypeReference.NonNull)
                Report(definition, "", "No value provided for a non-null variable.");
        }
    }

    /// <summary>The coerced values by name.</summary>
    public IReadOnlyDictionary<string, object?> Values => _values;

    /// <summary>Why variables are invalid; empty where all are valid.</summary>
    public IReadOnlyList<GraphQlError> Errors => _errors;

    private void Take(VariableDefinition definition, TypeReference type, ValueNode value)
    {
        var problems = InputValues.Problems(value, type, json: true);
        foreach (var problem in problems)
            Report(
                definition,
                string.Concat(problem.Path.Select(step => step is int index ? $"[{index}]" : $".{step}")),
                problem.Text
            );
        if (problems.Count == 0)
            _values[definition.Name] = InputValues.Coerce(value, type, json: true, _values);
    }

    private void Report(VariableDefinition definition, string path, string text) =>
        _errors.Add(
            new GraphQlError("INVALID_VALUE", $"Variable '${definition.Name}{path}' is invalid. {text}")
            {
                Number = "5.8",
                Locations = [definition.At],
            }
        );
}
