using System.Globalization;
using System.Text;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>The kinds of tokens; ignored tokens are not produced.</summary>
public enum TokenKind
{
    End,
    Punctuator,
    Name,
    Int,
    Float,
    Text,
}

/// <summary>A token with its place.</summary>
/// <param name="Text">The name, the punctuator, the digits, or the string without quotes and escapes.</param>
public readonly record struct Token(TokenKind Kind, string Text, Location At)
{
    public override string ToString() =>
        Kind switch
        {
            TokenKind.End => "end of document",
            TokenKind.Text => "a string",
            _ => $"'{Text}'",
        };
}

/// <summary>
/// Splits a document into tokens (GraphQL specification, October 2021, section 2.1). Comments, commas and white space
/// are skipped.
/// </summary>
internal sealed class Lexer(string source)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private Location Here => new(_line, _at - _lineStart + 1);

    /// <summary>The next token; <see cref="TokenKind.End"/> at the end.</summary>
    public Token Next()
    {
        SkipIgnored();
        var at = Here;
        if (_at >= source.Length)
            return new Token(TokenKind.End, "", at);
        var c = source[_at];
        if (IsNameStart(c))
            return new Token(TokenKind.Name, TakeWhile(letter => IsNameStart(letter) || char.IsAsciiDigit(letter)), at);
        if (c == '-' || char.IsAsciiDigit(c))
            return Number(at);
        if (c == '"')
            return new Token(
                TokenKind.Text,
                source.AsSpan(_at).StartsWith("\"\"\"") ? BlockText(at) : QuotedText(at),
                at
            );
        if (source.AsSpan(_at).StartsWith("..."))
        {
            _at += 3;
            return new Token(TokenKind.Punctuator, "...", at);
        }

        if (!"!$&()[]{}:=@|".Contains(c))
            throw new GraphQlSyntaxException(at, $"Unexpected character {Describe(c)}.");
        _at++;
        return new Token(TokenKind.Punctuator, c.ToString(), at);
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c);

    private static string Describe(char c) => char.IsControl(c) ? $"U+{(int)c:X4}" : $"'{c}'";

    private void SkipIgnored()
    {
        while (_at < source.Length)
        {
            switch (source[_at])
            {
                case ' ' or '\t' or ',' or '\uFEFF':
                    _at++;
                    break;
                case '\r' or '\n':
                    NewLine();
                    break;
                case '#':
                    TakeWhile(c => c is not ('\r' or '\n'));
                    break;
                default:
                    return;
            }
        }
    }

    private void NewLine()
    {
        _at += source.AsSpan(_at).StartsWith("\r\n") ? 2 : 1;
        _line++;
        _lineStart = _at;
    }

    private string TakeWhile(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < source.Length && belongs(source[_at]))
            _at++;
        return source[start.._at];
    }

    private Token Number(Location at)
    {
        var start = _at;
        var kind = TokenKind.Int;
        if (source[_at] == '-')
            _at++;
        var whole = Digits(at);
        if (whole.Length > 1 && whole[0] == '0')
            throw new GraphQlSyntaxException(at, "Invalid number: a leading zero.");
        if (Peek() == '.')
        {
            _at++;
            Digits(at);
            kind = TokenKind.Float;
        }

        if (Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-')
                _at++;
            Digits(at);
            kind = TokenKind.Float;
        }

        if (Peek() is { } next && (next == '.' || IsNameStart(next)))
            throw new GraphQlSyntaxException(at, "Invalid number.");
        return new Token(kind, source[start.._at], at);
    }

    private string Digits(Location at)
    {
        var digits = TakeWhile(char.IsAsciiDigit);
        return digits.Length > 0 ? digits : throw new GraphQlSyntaxException(at, "Invalid number: a digit is missing.");
    }

    private char? Peek() => _at < source.Length ? source[_at] : null;

    private string QuotedText(Location at)
    {
        _at++;
        var text = new StringBuilder();
        while (Peek() is { } c)
        {
            switch (c)
            {
                case '"':
                    _at++;
                    return text.ToString();
                case '\r' or '\n':
                    throw new GraphQlSyntaxException(at, "Unterminated string.");
                case < ' ' and not '\t':
                    throw new GraphQlSyntaxException(Here, $"Invalid character within a string: {Describe(c)}.");
                case '\\':
                    text.Append(Escape());
                    break;
                default:
                    text.Append(c);
                    _at++;
                    break;
            }
        }

        throw new GraphQlSyntaxException(at, "Unterminated string.");
    }

    private string Escape()
    {
        var at = Here;
        _at++;
        var c = Peek();
        _at++;
        return c switch
        {
            '"' => "\"",
            '\\' => "\\",
            '/' => "/",
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'u' => UnicodeEscape(at),
            _ => throw new GraphQlSyntaxException(at, "Invalid character escape sequence."),
        };
    }

    private string UnicodeEscape(Location at)
    {
        if (
            _at + 4 > source.Length
            || !ushort.TryParse(
                source.AsSpan(_at, 4),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var unit
            )
        )
            throw new GraphQlSyntaxException(at, "Invalid Unicode escape sequence.");
        _at += 4;
        return ((char)unit).ToString();
    }

    private string BlockText(Location at)
    {
        _at += 3;
        var raw = new StringBuilder();
        while (_at < source.Length)
        {
            var rest = source.AsSpan(_at);
            if (rest.StartsWith("\"\"\""))
            {
                _at += 3;
                return BlockString.Value(raw.ToString());
            }

            if (rest.StartsWith("\\\"\"\""))
            {
                raw.Append("\"\"\"");
                _at += 4;
            }
            else if (rest[0] is '\r' or '\n')
            {
                raw.Append('\n');
                NewLine();
            }
            else
            {
                raw.Append(rest[0]);
                _at++;
            }
        }

        throw new GraphQlSyntaxException(at, "Unterminated string.");
    }
}
