using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>The declared fields of a type that nothing reads yet.</summary>
internal static class Remaining
{
    public static IReadOnlyList<FieldDefinition> Of(Schema schema, Resolvers<XledgerRequest> resolvers, string type) =>
        [.. ((ObjectType)schema.Type(type)!).Fields.Values.Where(field => !resolvers.Has(type, field.Name))];

    /// <summary>Answers null for them: the sandbox keeps no such value.</summary>
    public static void AreEmpty(Schema schema, Resolvers<XledgerRequest> resolvers, params string[] types)
    {
        foreach (var type in types)
        {
            foreach (var field in Of(schema, resolvers, type))
                resolvers.Add(type, field.Name, _ => null);
        }
    }
}
