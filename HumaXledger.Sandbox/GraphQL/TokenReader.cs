namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// Parses what documents and schemas have in common: names, types and values (specification 2.9 to 2.11).
/// </summary>
internal abstract class TokenReader
{
    /// <summary>Deeper nesting is refused, so that no document can overflow the stack.</summary>
    private const int DeepestNesting = 100;

    private readonly Lexer _lexer;
    private int _nesting;

    protected TokenReader(string source)
    {
        _lexer = new Lexer(source);
        Token = _lexer.Next();
    }

    protected Token Token { get; private set; }

    protected bool AtEnd => Token.Kind == TokenKind.End;

    protected Token Take()
    {
        var taken = Token;
        Token = _lexer.Next();
        return taken;
    }

    protected bool IsAt(string punctuator) => Token.Kind == TokenKind.Punctuator && Token.Text == punctuator;

    protected bool IsAtWord(string word) => Token.Kind == TokenKind.Name && Token.Text == word;

    protected bool TakeIf(string punctuator)
    {
        if (!IsAt(punctuator))
            return false;
        Take();
        return true;
    }

    protected Location Expect(string punctuator) => IsAt(punctuator) ? Take().At : throw Unexpected($"'{punctuator}'");

    protected string Name() => Token.Kind == TokenKind.Name ? Take().Text : throw Unexpected("a name");

    protected void Word(string word)
    {
        if (!IsAtWord(word))
            throw Unexpected($"'{word}'");
        Take();
    }

    protected GraphQlSyntaxException Unexpected(string expected) =>
        new(Token.At, $"Expected {expected}, found {Token}.");

    /// <summary>One or more between two punctuators; empty where the first is absent.</summary>
    protected IReadOnlyList<T> Optional<T>(string open, Func<T> one, string close) =>
        IsAt(open) ? Some(open, one, close) : [];

    protected IReadOnlyList<T> Some<T>(string open, Func<T> one, string close)
    {
        Expect(open);
        return Nested(() =>
        {
            var all = new List<T>();
            do all.Add(one());
            while (!TakeIf(close));
            return all;
        });
    }

    protected TypeNode Type()
    {
        var at = Token.At;
        TypeNode type = TakeIf("[") ? new TypeNode.List(Nested(InBrackets), at) : new TypeNode.Named(Name(), at);
        return TakeIf("!") ? new TypeNode.NonNull(type, at) : type;

        TypeNode InBrackets()
        {
            var of = Type();
            Expect("]");
            return of;
        }
    }

    protected IReadOnlyList<Directive> Directives(bool constant)
    {
        var directives = new List<Directive>();
        while (IsAt("@"))
        {
            var at = Take().At;
            directives.Add(new Directive(Name(), Arguments(constant), at));
        }

        return directives;
    }

    protected IReadOnlyList<Argument> Arguments(bool constant) => Optional("(", () => Argument(constant), ")");

    /// <summary>Parses a value.</summary>
    /// <param name="constant">Whether variables are forbidden, as in defaults.</param>
    protected ValueNode Value(bool constant)
    {
        var at = Token.At;
        switch (Token.Kind)
        {
            case TokenKind.Int:
                return new ValueNode.Int(Take().Text, at);
            case TokenKind.Float:
                return new ValueNode.Float(Take().Text, at);
            case TokenKind.Text:
                return new ValueNode.Text(Take().Text, at);
            case TokenKind.Name:
                return Take().Text switch
                {
                    "true" => new ValueNode.Boolean(true, at),
                    "false" => new ValueNode.Boolean(false, at),
                    "null" => new ValueNode.Null(at),
                    var name => new ValueNode.Enum(name, at),
                };
        }

        if (!constant && TakeIf("$"))
            return new ValueNode.Variable(Name(), at);
        if (TakeIf("["))
            return new ValueNode.List(Nested(() => Until("]", () => Value(constant))), at);
        if (TakeIf("{"))
            return new ValueNode.Object(Nested(() => Until("}", () => Argument(constant))), at);
        throw Unexpected("a value");
    }

    private Argument Argument(bool constant)
    {
        var at = Token.At;
        var name = Name();
        Expect(":");
        return new Argument(name, Value(constant), at);
    }

    private List<T> Until<T>(string close, Func<T> one)
    {
        var all = new List<T>();
        while (!TakeIf(close))
            all.Add(one());
        return all;
    }

    private T Nested<T>(Func<T> inner)
    {
        if (++_nesting > DeepestNesting)
            throw new GraphQlSyntaxException(Token.At, $"Nested deeper than {DeepestNesting} levels.");
        var result = inner();
        _nesting--;
        return result;
    }
}
