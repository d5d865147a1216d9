namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// The introspection types and the two directives of every executor (specification, sections 3.13 and 4).
/// </summary>
internal static class Introspection
{
    public const string TypeName = "__typename";
    public const string SchemaField = "__schema";
    public const string TypeField = "__type";

    /// <summary>The schema of the introspection types.</summary>
    public const string Definitions = """
        scalar Int
        scalar Float
        scalar String
        scalar Boolean
        scalar ID

        directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT

        type __Schema {
          description: String
          types: [__Type!]!
          queryType: __Type!
          mutationType: __Type
          subscriptionType: __Type
          directives: [__Directive!]!
        }

        type __Type {
          kind: __TypeKind!
          name: String
          description: String
          specifiedByURL: String
          fields(includeDeprecated: Boolean = false): [__Field!]
          interfaces: [__Type!]
          possibleTypes: [__Type!]
          enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
          inputFields(includeDeprecated: Boolean = false): [__InputValue!]
          ofType: __Type
        }

        enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }

        type __Field {
          name: String!
          description: String
          args(includeDeprecated: Boolean = false): [__InputValue!]!
          type: __Type!
          isDeprecated: Boolean!
          deprecationReason: String
        }

        type __InputValue {
          name: String!
          description: String
          type: __Type!
          defaultValue: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        type __EnumValue {
          name: String!
          description: String
          isDeprecated: Boolean!
          deprecationReason: String
        }

        type __Directive {
          name: String!
          description: String
          locations: [__DirectiveLocation!]!
          args(includeDeprecated: Boolean = false): [__InputValue!]!
          isRepeatable: Boolean!
        }

        enum __DirectiveLocation {
          QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION
          SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION
        }
        """;

    /// <summary>The meta field of every object type.</summary>
    public static FieldDefinition TypeNameField(Schema schema) =>
        new(TypeName, null, new TypeReference.NonNull(new TypeReference.Named(schema.Type("String")!)), []);

    /// <summary>Adds the two meta fields to the query type. They are omitted from introspection.</summary>
    public static void AddTo(ObjectType query, Func<string, NamedType> type)
    {
        query.Fields.Add(
            SchemaField,
            new FieldDefinition(SchemaField, null, new TypeReference.NonNull(Of("__Schema")), [])
        );
        query.Fields.Add(
            TypeField,
            new FieldDefinition(
                TypeField,
                null,
                Of("__Type"),
                new() { ["name"] = new InputDefinition("name", null, new TypeReference.NonNull(Of("String")), null) }
            )
        );

        TypeReference Of(string name) => new TypeReference.Named(type(name));
    }

    /// <summary>Adds the resolvers of the introspection types.</summary>
    public static void AddResolvers<TState>(Resolvers<TState> resolvers, Schema schema)
    {
        resolvers.Add(schema.Query.Name, SchemaField, _ => schema);
        resolvers.Add(schema.Query.Name, TypeField, field =>
            schema.Type((string)field.Arguments["name"]!) is { } type ? new TypeReference.Named(type) : null
        );

        resolvers
            .Of<Schema>("__Schema")
            .Add("description", _ => null)
            .Add("types", source => source.Types.Select(Reference))
            .Add("queryType", source => Reference(source.Query))
            .Add("mutationType", source => source.Mutation is { } type ? Reference(type) : null)
            .Add("subscriptionType", source => source.Subscription is { } type ? Reference(type) : null)
            .Add("directives", source => source.Directives.Values);
        resolvers
            .Of<TypeReference>("__Type")
            .Add("kind", Kind)
            .Add("name", source => (source as TypeReference.Named)?.Type.Name)
            .Add("description", source => (source as TypeReference.Named)?.Type.Description)
            .Add("specifiedByURL", _ => null)
            .Add("fields", source =>
                source is TypeReference.Named { Type: ObjectType type }
                    ? type.Fields.Values.Where(field => !field.Name.StartsWith("__", StringComparison.Ordinal))
                    : null
            )
            .Add("interfaces", source =>
                source is TypeReference.Named { Type: ObjectType } ? Array.Empty<object>() : null
            )
            .Add("possibleTypes", _ => null)
            .Add("enumValues", source => (source as TypeReference.Named)?.Type is EnumType type ? type.Values : null)
            .Add("inputFields", source =>
                (source as TypeReference.Named)?.Type is InputType type ? type.Fields.Values : null
            )
            .Add("ofType", source => source switch
                {
                    TypeReference.List list => list.Of,
                    TypeReference.NonNull nonNull => nonNull.Of,
                    _ => null,
                });
        resolvers
            .Of<FieldDefinition>("__Field")
            .Add("name", source => source.Name)
            .Add("description", source => source.Description)
            .Add("args", source => source.Arguments.Values)
            .Add("type", source => source.Type)
            .Add("isDeprecated", _ => false)
            .Add("deprecationReason", _ => null);
        resolvers
            .Of<InputDefinition>("__InputValue")
            .Add("name", source => source.Name)
            .Add("description", source => source.Description)
            .Add("type", source => source.Type)
            .Add("defaultValue", source => source.Default is { } value ? Printer.Print(value) : null)
            .Add("isDeprecated", _ => false)
            .Add("deprecationReason", _ => null);
        resolvers
            .Of<EnumValue>("__EnumValue")
            .Add("name", source => source.Name)
            .Add("description", source => source.Description)
            .Add("isDeprecated", _ => false)
            .Add("deprecationReason", _ => null);
        resolvers
            .Of<DirectiveDefinition>("__Directive")
            .Add("name", source => source.Name)
            .Add("description", source => source.Description)
            .Add("locations", source => source.Locations)
            .Add("args", source => source.Arguments.Values)
            .Add("isRepeatable", _ => false);
    }

    private static TypeReference Reference(NamedType type) => new TypeReference.Named(type);

    private static object Kind(TypeReference type) =>
        type switch
        {
            TypeReference.List => "LIST",
            TypeReference.NonNull => "NON_NULL",
            TypeReference.Named { Type: ScalarType } => "SCALAR",
            TypeReference.Named { Type: EnumType } => "ENUM",
            TypeReference.Named { Type: InputType } => "INPUT_OBJECT",
            _ => "OBJECT",
        };
}
