using System.Text.Json;
using HumaXledger.Sandbox.GraphQL.Validation;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>Parses, validates and executes requests against one schema.</summary>
/// <typeparam name="TState">The state that resolvers get, one per request.</typeparam>
public sealed class Engine<TState>
    where TState : class
{
    private readonly Schema _schema;
    private readonly Resolvers<TState> _resolvers;

    /// <summary>Takes the schema and a resolver for each of its fields.</summary>
    /// <exception cref="InvalidOperationException">A declared field has no resolver.</exception>
    public Engine(Schema schema, Resolvers<TState> resolvers)
    {
        _schema = schema;
        _resolvers = resolvers;
        Introspection.AddResolvers(resolvers, schema);
        var missing = Reached(schema)
            .SelectMany(type =>
                type.Fields.Keys.Where(field => !resolvers.Has(type.Name, field))
                    .Select(field => $"{type.Name}.{field}")
            )
            .ToList();
        if (missing.Count > 0)
            throw new InvalidOperationException($"No resolver for {string.Join(", ", missing)}.");
    }

    /// <summary>An executable request, or the errors of its document, operation name or variables.</summary>
    public (PreparedRequest<TState>? Request, IReadOnlyList<GraphQlError> Errors) Prepare(
        string source,
        string? operationName,
        JsonElement? variables
    )
    {
        Document document;
        try
        {
            document = Parser.Parse(source);
        }
        catch (GraphQlSyntaxException syntax)
        {
            return (null, [new GraphQlError("SYNTAX_ERROR", syntax.Message) { Locations = [syntax.At] }]);
        }

        if (Validator.Validate(_schema, document) is { Count: > 0 } invalid)
            return (null, invalid);
        var candidates = document
            .Operations.Where(operation => string.IsNullOrEmpty(operationName) || operation.Name == operationName)
            .ToList();
        if (candidates is not [var operation])
            return (
                null,
                [
                    new GraphQlError(
                        "INVALID_OPERATION",
                        candidates.Count == 0
                            ? "Document does not contain the operation asked for."
                            : "Document contains several operations; name the one to carry out."
                    ),
                ]
            );

        if (operation.Kind == OperationKind.Subscription)
            return (
                null,
                [
                    new GraphQlError("INVALID_OPERATION", "Subscriptions are not carried out over HTTP.")
                    {
                        Locations = [operation.At],
                    },
                ]
            );
        var given = new Variables(_schema, operation, variables);
        if (given.Errors.Count > 0)
            return (null, given.Errors);
        var plan = new Planner<TState>(_schema, _resolvers, document, given.Values).Plan(
            _schema.Root(operation.Kind)!,
            operation.Selections
        );
        return (new PreparedRequest<TState>(operation.Kind, plan), []);
    }

    /// <summary>Executes a request. Root fields are resolved in order, one after the other.</summary>
    /// <exception cref="RequestRefusedException">
    /// A resolver refused the whole request; the effects of earlier root fields remain.
    /// </exception>
    public (ResultObject? Data, IReadOnlyList<GraphQlError> Errors) Execute(
        PreparedRequest<TState> request,
        TState state
    )
    {
        var execution = new Execution<TState>(state);
        return (execution.Root(request.Selections), execution.Errors);
    }

    /// <summary>The object types that are reachable from queries and mutations.</summary>
    private static HashSet<ObjectType> Reached(Schema schema)
    {
        var reached = new HashSet<ObjectType>();
        var open = new Stack<ObjectType>(new[] { schema.Query, schema.Mutation }.OfType<ObjectType>());
        while (open.TryPop(out var type))
        {
            if (!reached.Add(type))
                continue;
            foreach (var next in type.Fields.Values.Select(field => field.Type.Innermost).OfType<ObjectType>())
                open.Push(next);
        }

        return reached;
    }
}
