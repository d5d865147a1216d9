using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>Declared fields of a type that have no resolver yet.</summary>
internal static class Remaining
{
    /// <summary>Those fields, in the order of the schema.</summary>
    public static IReadOnlyList<FieldDefinition> Of(Schema schema, Resolvers<XledgerRequest> resolvers, string type) =>
        [.. ((ObjectType)schema.Type(type)!).Fields.Values.Where(field => !resolvers.Has(type, field.Name))];

    /// <summary>Resolves all of them to null, because the sandbox has no such values.</summary>
    public static void AreEmpty(Schema schema, Resolvers<XledgerRequest> resolvers, params string[] types)
    {
        foreach (var type in types)
        {
            foreach (var field in Of(schema, resolvers, type))
                resolvers.Add(type, field.Name, _ => null);
        }
    }
}
