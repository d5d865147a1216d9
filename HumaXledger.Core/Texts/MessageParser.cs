using System.Globalization;
using System.Text;

namespace HumaXledger.Core.Texts;

/// <summary>Reads a text in ICU's message syntax; see <see cref="MessageFormat"/> for the part that it takes.</summary>
internal sealed class MessageParser
{
    private const char End = '\0';

    private readonly string _text;
    private int _at;

    private MessageParser(string text) => _text = text;

    public static IReadOnlyList<MessagePart> Parse(string text)
    {
        var parser = new MessageParser(text);
        var parts = parser.Parts(plural: null);
        return parser.Here == End ? parts : throw parser.Wrong("a closing brace without an opening one");
    }

    private char Here => _at < _text.Length ? _text[_at] : End;

    /// <summary>Up to the end, or to the brace that closes the branch around.</summary>
    private List<MessagePart> Parts(int? plural)
    {
        var parts = new List<MessagePart>();
        var literal = new StringBuilder();
        while (Here is not (End or '}'))
        {
            if (Here == '{')
            {
                Flush(literal, parts);
                parts.Add(Argument(plural));
            }
            else if (Here == '#' && plural is { } counted)
            {
                Flush(literal, parts);
                parts.Add(new MessagePart.Count(counted));
                _at++;
            }
            else if (Here == '\'')
            {
                Apostrophe(literal, plural is not null);
            }
            else
            {
                literal.Append(Here);
                _at++;
            }
        }

        Flush(literal, parts);
        return parts;
    }

    private static void Flush(StringBuilder literal, List<MessagePart> parts)
    {
        if (literal.Length > 0)
        {
            parts.Add(new MessagePart.Literal(literal.ToString()));
            literal.Clear();
        }
    }

    // ICU's rule: two are one; one begins a quotation only before a character of the syntax.
    private void Apostrophe(StringBuilder literal, bool inPlural)
    {
        _at++;
        if (Here is '{' or '}' || (Here == '#' && inPlural))
        {
            var end = _text.IndexOf('\'', _at);
            end = end < 0 ? _text.Length : end;
            literal.Append(_text, _at, end - _at);
            _at = Math.Min(end + 1, _text.Length);
            return;
        }

        literal.Append('\'');
        if (Here == '\'')
        {
            _at++;
        }
    }

    private MessagePart Argument(int? plural)
    {
        Expect('{');
        if (!int.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            throw Wrong("an argument without a number");
        }

        if (Here == '}')
        {
            _at++;
            return new MessagePart.Plain(index);
        }

        Expect(',');
        var kind = Word();
        if (kind == "number")
        {
            Expect('}');
            return new MessagePart.Number(index);
        }

        Expect(',');
        return kind switch
        {
            "plural" => PluralOf(index),
            "select" => SelectOf(index, plural),
            _ => throw Wrong($"the unknown kind of argument '{kind}'"),
        };
    }

    private MessagePart.Plural PluralOf(int index)
    {
        var exact = new Dictionary<decimal, IReadOnlyList<MessagePart>>();
        var forms = new Dictionary<string, IReadOnlyList<MessagePart>>(StringComparer.Ordinal);
        foreach (var (name, branch) in Branches(index))
        {
            if (name.StartsWith('='))
            {
                exact.Add(
                    int.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : throw Wrong($"'{name}' instead of a number"),
                    branch
                );
            }
            else if (name is PluralRules.One or PluralRules.Other)
            {
                forms.Add(name, branch);
            }
            else
            {
                throw Wrong($"the plural form '{name}', which none of the languages has");
            }
        }

        return forms.Count == 2
            ? new MessagePart.Plural(index, exact, forms)
            : throw Wrong("a plural without both 'one' and 'other'");
    }

    private MessagePart.Select SelectOf(int index, int? plural)
    {
        var branches = Branches(plural).ToDictionary(StringComparer.Ordinal);
        return branches.ContainsKey(PluralRules.Other)
            ? new MessagePart.Select(index, branches)
            : throw Wrong("a select without 'other'");
    }

    private List<KeyValuePair<string, IReadOnlyList<MessagePart>>> Branches(int? plural)
    {
        var branches = new List<KeyValuePair<string, IReadOnlyList<MessagePart>>>();
        while (Word() is { Length: > 0 } name)
        {
            if (branches.Exists(branch => branch.Key == name))
            {
                throw Wrong($"two branches '{name}'");
            }

            Expect('{');
            branches.Add(new(name, Parts(plural)));
            Expect('}');
        }

        Expect('}');
        return branches;
    }

    /// <summary>The characters up to a space or a character of the syntax; spaces around them are skipped.</summary>
    private string Word()
    {
        SkipSpace();
        var start = _at;
        while (Here is not (End or '{' or '}' or ',') && !char.IsWhiteSpace(Here))
        {
            _at++;
        }

        var word = _text[start.._at];
        SkipSpace();
        return word;
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Here))
        {
            _at++;
        }
    }

    private void Expect(char wanted)
    {
        if (Here != wanted)
        {
            throw Wrong($"no '{wanted}'");
        }

        _at++;
    }

    private FormatException Wrong(string what) => new($"There is {what} at character {_at} of the text: {_text}");
}
