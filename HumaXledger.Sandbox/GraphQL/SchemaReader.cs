namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// Parses the schema definition language (specification, section 3) as far as the sandbox uses it: schema, scalar,
/// enum, input, type and directive, with descriptions and defaults. Anything else is a programming error and throws.
/// </summary>
internal sealed class SchemaReader
{
    private readonly OrderedDictionary<string, NamedType> _types = [];
    private readonly OrderedDictionary<string, DirectiveDefinition> _directives = [];
    private readonly Dictionary<string, string> _roots = [];
    private readonly List<Action> _links = [];
    private readonly string _definitions;

    /// <summary>Takes the text and the rules of its scalars.</summary>
    public SchemaReader(string definitions, IReadOnlyDictionary<string, ScalarRule> scalars)
    {
        _definitions = definitions;
        Scalar = scalars.Concat(Scalars.BuiltIn).ToDictionary();
    }

    private Dictionary<string, ScalarRule> Scalar { get; }

    /// <summary>The schema of the text.</summary>
    public Schema Schema()
    {
        new Text(Introspection.Definitions, this).Read();
        new Text(_definitions, this).Read();
        foreach (var link in _links)
            link();
        var query = Root("query") ?? throw new InvalidOperationException("The schema has no query type.");
        Introspection.AddTo(query, Named);
        return new Schema(_types, query, Root("mutation"), Root("subscription"), _directives);
    }

    private ObjectType? Root(string operation) =>
        _roots.TryGetValue(operation, out var name) ? (ObjectType)Named(name) : null;

    private NamedType Named(string name) =>
        _types.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"The schema uses the type {name} without declaring it.");

    private TypeReference Reference(TypeNode node) =>
        node switch
        {
            TypeNode.List list => new TypeReference.List(Reference(list.Of)),
            TypeNode.NonNull nonNull => new TypeReference.NonNull(Reference(nonNull.Of)),
            TypeNode.Named named => new TypeReference.Named(Named(named.Name)),
            _ => throw new InvalidOperationException(),
        };

    private void Add(NamedType type)
    {
        if (!_types.TryAdd(type.Name, type))
            throw new InvalidOperationException($"The schema declares {type.Name} twice.");
    }

    private sealed class Text(string source, SchemaReader schema) : TokenReader(source)
    {
        public void Read()
        {
            while (!AtEnd)
                Definition(Description());
        }

        private string? Description() => Token.Kind == TokenKind.Text ? Take().Text : null;

        private void Definition(string? description)
        {
            switch (Name())
            {
                case "schema":
                    foreach (var (operation, type) in Some("{", RootType, "}"))
                        schema._roots[operation] = type;
                    break;
                case "scalar":
                    var scalar = Name();
                    var rule = schema.Scalar.GetValueOrDefault(scalar)
                        ?? throw new InvalidOperationException(
                            $"The schema uses the scalar {scalar}, for which there is no rule."
                        );
                    schema.Add(new ScalarType(scalar, description, rule.Read, rule.Write));
                    break;
                case "enum":
                    schema.Add(
                        new EnumType(
                            Name(),
                            description,
                            Some("{", () => new EnumValue(Description: Description(), Name: Name()), "}")
                        )
                    );
                    break;
                case "input":
                    var input = new InputType(Name(), description);
                    schema.Add(input);
                    AddInputs(input.Fields, Some("{", Input, "}"));
                    break;
                case "type":
                    var record = new ObjectType(Name(), description);
                    schema.Add(record);
                    foreach (var field in Some("{", Field, "}"))
                        schema._links.Add(() => record.Fields.Add(field.Name, field.Definition()));
                    break;
                case "directive":
                    Expect("@");
                    Directive(Name(), description);
                    break;
                default:
                    throw Unexpected("a definition");
            }
        }

        private (string Operation, string Type) RootType()
        {
            var operation = Name();
            Expect(":");
            return (operation, Name());
        }

        private (string Name, Func<FieldDefinition> Definition) Field()
        {
            var description = Description();
            var name = Name();
            var inputs = Optional("(", Input, ")");
            Expect(":");
            var type = Type();
            return (name, () => new FieldDefinition(name, description, schema.Reference(type), Inputs(inputs)));
        }

        private Func<InputDefinition> Input()
        {
            var description = Description();
            var name = Name();
            Expect(":");
            var type = Type();
            var given = TakeIf("=") ? Value(constant: true) : null;
            return () => new InputDefinition(name, description, schema.Reference(type), given);
        }

        private void Directive(string name, string? description)
        {
            var inputs = Optional("(", Input, ")");
            Word("on");
            TakeIf("|");
            var locations = new List<string> { Name() };
            while (TakeIf("|"))
                locations.Add(Name());
            schema._links.Add(() =>
                schema._directives.Add(name, new DirectiveDefinition(name, description, Inputs(inputs), locations))
            );
        }

        private void AddInputs(
            OrderedDictionary<string, InputDefinition> to,
            IReadOnlyList<Func<InputDefinition>> inputs
        ) =>
            schema._links.Add(() =>
            {
                foreach (var (name, definition) in Inputs(inputs))
                    to.Add(name, definition);
            });

        private static OrderedDictionary<string, InputDefinition> Inputs(IReadOnlyList<Func<InputDefinition>> inputs)
        {
            var all = new OrderedDictionary<string, InputDefinition>();
            foreach (var definition in inputs.Select(input => input()))
                all.Add(definition.Name, definition);
            return all;
        }
    }
}
