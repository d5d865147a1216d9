using System.Text;

namespace HumaXledger.Core.People;

/// <summary>
/// The one rule of searching people by what an administrator types: each word must be found in the name, the e-mail or
/// the employment ID. Letter case and accents do not count, and Nordic letters are found as they are, written out and
/// by their base letter: "Åse" by "åse", "aase" and "ase".
/// </summary>
public sealed class PersonQuery
{
    /// <summary>What is typed beyond this is left out: each word is looked for in everybody.</summary>
    private const int MostCharacters = 100;

    private const int MostWords = 10;

    private readonly Word[] _words;

    private PersonQuery(string text) =>
        _words = [
            .. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MostWords)
                .Select(word => new Word(word)),
        ];

    /// <summary>The query of a typed text, of which the first 100 characters and ten words count.</summary>
    public static PersonQuery Of(string? text) =>
        new(text is { Length: > MostCharacters } ? text[..MostCharacters] : text ?? "");

    /// <summary>Whether nothing was typed, so that everyone fits.</summary>
    public bool IsEmpty => _words.Length == 0;

    /// <summary>How many characters were typed, without white space.</summary>
    public int Length => _words.Sum(word => word.Text.Length);

    /// <summary>Whether a person fits, by one record or both together.</summary>
    public bool Fits(Person? first, Person? second = null)
    {
        foreach (var word in _words)
        {
            if (!Has(first, word) && !Has(second, word))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a person of whom only the name is known fits.</summary>
    public bool Fits(string name) => Array.TrueForAll(_words, word => word.IsIn(name));

    private static bool Has(Person? record, Word word) =>
        record is not null
        && (
            word.IsIn(record.DisplayName)
            || IsPart(word.Text, record[Field.EmploymentId].TextOrNull)
            || IsPart(word.Text, record[Field.Email].TextOrNull)
        );

    private static bool IsPart(string word, string? text) =>
        text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;

    private sealed class Word(string text)
    {
        private readonly string _writtenOut = PersonName.Key(text);
        private readonly string _baseLetters = PersonName.BaseLetters(text);

        public string Text => text;

        public bool IsIn(string name)
        {
            if (IsPart(text, name))
            {
                return true;
            }

            if (_baseLetters.Length == 0)
            {
                return false;
            }

            // Lists of ten thousand names are searched at each key; without accents both forms are one.
            var letters = PersonName.BaseLetters(name);
            return letters.Contains(_baseLetters, StringComparison.Ordinal)
                || (Ascii.IsValid(name) ? letters : PersonName.Key(name)).Contains(
                    _writtenOut,
                    StringComparison.Ordinal
                );
        }
    }
}
