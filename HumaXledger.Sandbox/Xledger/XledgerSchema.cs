using GraphQL;
using GraphQL.Conversion;
using GraphQL.Resolvers;
using GraphQL.Types;
using HumaXledger.Sandbox.Xledger.Reading;
using HumaXledger.Sandbox.Xledger.Writing;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Xledger's schema with its resolvers.</summary>
internal static class XledgerSchema
{
    /// <summary>The embedded schema, adapted to the switches.</summary>
    /// <exception cref="InvalidOperationException">A declared field has no resolver.</exception>
    public static Schema Create(XledgerSwitches switches)
    {
        var schema = Schema.For(Definitions(switches));
        // The library would otherwise change the first letter of a name: filters have AND and OR.
        schema.NameConverter = DefaultNameConverter.Instance;
        (schema.Features.RepeatableDirectives, schema.Features.DeprecationOfInputValues) = (true, true);
        foreach (var scalar in XledgerScalar.All())
            schema.RegisterType(scalar);
        // Subscriptions can be read in the schema, which demands a stream for each; the operation is refused.
        foreach (var field in schema.Subscription!.Fields)
            field.StreamResolver = new SourceStreamResolver<object>(NoStream);
        schema.Initialize();
        CompleteIntrospection(schema);
        var fields = new SchemaFields(schema);
        QueryFields.AddTo(fields);
        MutationFields.AddTo(fields);
        fields.AreEmpty("Subscription", "EmployeesMutatedConnection", "EmployeesMutatedEdge");
        var missing = fields
            .Types.SelectMany(type => fields.Remaining(type.Name).Select(field => $"{type.Name}.{field.Name}"))
            .ToList();
        return missing.Count == 0
            ? schema
            : throw new InvalidOperationException($"No resolver for {string.Join(", ", missing)}.");
    }

    private static IObservable<object?> NoStream(IResolveFieldContext context) => throw new NotSupportedException();

    // The library leaves out a field and an argument that the specification has, and that clients ask for.
    private static void CompleteIntrospection(Schema schema)
    {
        var type = (IObjectGraphType)schema.AllTypes["__Type"]!;
        type.AddField(
            new FieldType
            {
                Name = "specifiedByURL",
                ResolvedType = schema.AllTypes["String"],
                Resolver = new RowResolver((_, _) => null),
            }
        );
        var directive = (IObjectGraphType)schema.AllTypes["__Directive"]!;
        directive.Fields.Find("args")!.Arguments = new QueryArguments(
            new QueryArgument(schema.AllTypes["Boolean"]!) { Name = "includeDeprecated", DefaultValue = false }
        );
    }

    private static string Definitions(XledgerSwitches switches)
    {
        using var resource = typeof(XledgerSchema).Assembly.GetManifestResourceStream(
            "HumaXledger.Sandbox.Xledger.schema.graphql"
        ) ?? throw new InvalidOperationException("The embedded resource schema.graphql is missing.");
        using var reader = new StreamReader(resource);
        var definitions = reader.ReadToEnd();
        return switches.EndCursor
            ? definitions.Replace(
                "type PageInfo {",
                "type PageInfo { startCursor: String, endCursor: String,",
                StringComparison.Ordinal
            )
            : definitions;
    }
}
