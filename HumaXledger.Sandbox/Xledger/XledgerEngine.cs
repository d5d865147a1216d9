using HumaXledger.Sandbox.GraphQL;
using HumaXledger.Sandbox.Xledger.Reading;
using HumaXledger.Sandbox.Xledger.Writing;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Xledger's schema with its resolvers.</summary>
internal static class XledgerEngine
{
    /// <summary>The engine with all resolvers.</summary>
    public static Engine<XledgerRequest> Create(XledgerSwitches switches)
    {
        var schema = Schema(switches);
        var resolvers = new Resolvers<XledgerRequest>();
        QueryFields.AddTo(resolvers, schema);
        MutationFields.AddTo(resolvers);
        return new Engine<XledgerRequest>(schema, resolvers);
    }

    /// <summary>The embedded schema, adapted to the switches.</summary>
    public static Schema Schema(XledgerSwitches switches)
    {
        using var resource = typeof(XledgerEngine).Assembly.GetManifestResourceStream(
            "HumaXledger.Sandbox.Xledger.schema.graphql"
        ) ?? throw new InvalidOperationException("The embedded resource schema.graphql is missing.");
        using var reader = new StreamReader(resource);
        var definitions = reader.ReadToEnd();
        if (switches.EndCursor)
            definitions = definitions.Replace(
                "type PageInfo {",
                "type PageInfo { startCursor: String, endCursor: String,",
                StringComparison.Ordinal
            );
        return GraphQL.Schema.Read(definitions, XledgerScalars.All);
    }
}
