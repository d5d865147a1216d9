using System.Globalization;
using System.Text;

namespace HumaXledger.Sandbox.Sample;

/// <summary>Alternative spellings of the same value, as people and systems write them.</summary>
internal static class Spelling
{
    /// <summary>An E.164 number in one of the usual national or international notations.</summary>
    public static string Phone(string e164, SampleRandom random)
    {
        var norwegian = e164.StartsWith("+47", StringComparison.Ordinal);
        var local = e164[3..];
        return (norwegian, random.Next(5)) switch
        {
            (true, 0) => $"{local[..3]} {local[3..5]} {local[5..]}",
            (true, 1) => $"+47 {local[..3]} {local[3..5]} {local[5..]}",
            (true, 2) => $"+47 {local[..2]} {local[2..4]} {local[4..6]} {local[6..]}",
            (true, 3) => $"0047{local}",
            (false, 0) => $"0{local[..2]}-{local[2..5]} {local[5..7]} {local[7..]}",
            (false, 1) => $"+46 {local[..2]} {local[2..5]} {local[5..7]} {local[7..]}",
            (false, 2) => $"+46{local}",
            _ => e164,
        };
    }

    /// <summary>The address unchanged, in capitals, or with capitalized parts.</summary>
    public static string Email(string email, SampleRandom random) =>
        random.Next(5) switch
        {
            0 => email.ToUpperInvariant(),
            1 => string.Join('.', email.Split('.').Select(Capital)),
            _ => email,
        };

    /// <summary>The same letters, composed or decomposed, sometimes with an extra space.</summary>
    public static string Name(string name, SampleRandom random) =>
        random.Next(8) switch
        {
            0 => name.Normalize(NormalizationForm.FormD),
            1 => name + " ",
            2 => name.Replace(" ", "  ", StringComparison.Ordinal),
            _ => name,
        };

    /// <summary>A name before <see cref="Name"/> respelled it.</summary>
    public static string Plain(string name) =>
        string.Join(' ', name.Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>With or without the usual separators.</summary>
    public static string NorwegianAccount(string number, SampleRandom random) =>
        random.Next(3) switch
        {
            0 => $"{number[..4]}.{number[4..6]}.{number[6..]}",
            1 => $"{number[..4]} {number[4..6]} {number[6..]}",
            _ => number,
        };

    /// <summary>In groups of four or without spaces.</summary>
    public static string Iban(string iban, SampleRandom random) =>
        random.Chance(50) ? iban : string.Join(' ', iban.Chunk(4).Select(group => new string(group)));

    /// <summary>With or without a space after the date.</summary>
    public static string NorwegianIdentity(string number, SampleRandom random) =>
        random.Chance(30) ? $"{number[..6]} {number[6..]}" : number;

    /// <summary>With ten or twelve digits, with or without a hyphen.</summary>
    public static string SwedishIdentity(string number, SampleRandom random) =>
        random.Next(3) switch
        {
            0 => $"{number[..8]}-{number[8..]}",
            1 => $"{number[2..8]}-{number[8..]}",
            _ => number,
        };

    /// <summary>The letters in the way e-mail addresses transliterate them.</summary>
    public static string Ascii(string text)
    {
        var result = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            switch (letter)
            {
                case 'æ':
                    result.Append("ae");
                    break;
                case 'ø':
                    result.Append('o');
                    break;
                case 'ð':
                    result.Append('d');
                    break;
                case 'þ':
                    result.Append("th");
                    break;
                case 'ł':
                    result.Append('l');
                    break;
                case ' ' or '-':
                    result.Append('-');
                    break;
                default:
                    if (
                        char.IsAsciiLetterOrDigit(letter)
                        && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark
                    )
                        result.Append(letter);
                    break;
            }
        }

        return result.ToString();
    }

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
