namespace HumaXledger.Sandbox.GraphQL;

/// <summary>Parses a document of operations and fragments (specification, section 2).</summary>
public static class Parser
{
    /// <summary>The document of a text.</summary>
    /// <exception cref="GraphQlSyntaxException">The text is not a document.</exception>
    public static Document Parse(string source) => new DocumentReader(source).Document();

    private sealed class DocumentReader(string source) : TokenReader(source)
    {
        public Document Document()
        {
            var operations = new List<Operation>();
            var fragments = new List<Fragment>();
            do
            {
                if (IsAtWord("fragment"))
                    fragments.Add(Fragment());
                else
                    operations.Add(Operation());
            } while (!AtEnd);

            return new Document(operations, fragments);
        }

        private Operation Operation()
        {
            var at = Token.At;
            if (IsAt("{"))
                return new Operation(OperationKind.Query, null, [], [], Selections(), at);
            OperationKind? kind = Token switch
            {
                { Kind: TokenKind.Name, Text: "query" } => OperationKind.Query,
                { Kind: TokenKind.Name, Text: "mutation" } => OperationKind.Mutation,
                { Kind: TokenKind.Name, Text: "subscription" } => OperationKind.Subscription,
                _ => null,
            };
            if (kind is null)
                throw Unexpected("an operation or a fragment");
            Take();
            var name = Token.Kind == TokenKind.Name ? Name() : null;
            return new Operation(
                kind.Value,
                name,
                Optional("(", Variable, ")"),
                Directives(constant: false),
                Selections(),
                at
            );
        }

        private VariableDefinition Variable()
        {
            var at = Expect("$");
            var name = Name();
            Expect(":");
            var type = Type();
            return new VariableDefinition(
                name,
                type,
                TakeIf("=") ? Value(constant: true) : null,
                Directives(constant: true),
                at
            );
        }

        private Fragment Fragment()
        {
            var at = Take().At;
            if (IsAtWord("on"))
                throw Unexpected("a fragment name");
            var name = Name();
            Word("on");
            return new Fragment(name, Name(), Directives(constant: false), Selections(), at);
        }

        private IReadOnlyList<Selection> Selections() => Some("{", Selection, "}");

        private Selection Selection()
        {
            var at = Token.At;
            if (!TakeIf("..."))
                return Field(at);
            if (Token.Kind == TokenKind.Name && !IsAtWord("on"))
                return new Selection.Spread(Name(), Directives(constant: false), at);
            string? condition = null;
            if (IsAtWord("on"))
            {
                Take();
                condition = Name();
            }

            return new Selection.Inline(condition, Directives(constant: false), Selections(), at);
        }

        private Selection.Field Field(Location at)
        {
            var name = Name();
            string? alias = null;
            if (TakeIf(":"))
                (alias, name) = (name, Name());
            return new Selection.Field(
                alias,
                name,
                Arguments(constant: false),
                Directives(constant: false),
                Optional("{", Selection, "}"),
                at
            );
        }
    }
}
