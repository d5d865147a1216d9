namespace HumaXledger.Core.People.NationalIds;

/// <summary>The shape of a number, which narrows down its country.</summary>
internal enum RawShape
{
    None,
    TenDigits,
    ElevenDigits,
    TwelveDigits,

    /// <summary>Six digits, a century sign, three digits, a check character.</summary>
    Finnish,
}

/// <summary>
/// A number as typed, classified by its shape only. <see cref="Number"/> has no separators; <see cref="Sign"/> is the
/// dash or plus after the sixth digit, else 0.
/// </summary>
internal readonly record struct RawId(string Number, RawShape Shape, char Sign)
{
    private const int Longest = 24;

    public override string ToString() => $"{Shape}";

    /// <summary>Null for a text with characters that no number has.</summary>
    public static RawId? Read(string original)
    {
        var text = InvisibleCharacters.Without(original);
        Span<char> kept = stackalloc char[Longest];
        var count = 0;
        var digits = 0;
        var sign = -1;
        var signChar = '-';
        foreach (var c in text)
        {
            if (Spelling.IsDash(c) || c == '+')
            {
                sign = sign < 0 ? count : sign;
                signChar = c == '+' ? '+' : '-';
            }
            else if (char.IsAsciiLetterOrDigit(c) && count < Longest)
            {
                digits += char.IsAsciiDigit(c) ? 1 : 0;
                kept[count++] = char.ToUpperInvariant(c);
            }
            else if (!Spelling.IsSeparator(c) && c != '/')
            {
                return null;
            }
        }

        ReadOnlySpan<char> number = kept[..count];
        if (digits == count)
        {
            var shape = count switch
            {
                10 => RawShape.TenDigits,
                11 => RawShape.ElevenDigits,
                12 => RawShape.TwelveDigits,
                _ => RawShape.None,
            };
            // In a Swedish number with twelve digits the sign comes two places later.
            return count == 0 ? null : new RawId(number.ToString(), shape, sign == count - 4 ? signChar : '\0');
        }

        var finnish = Finnish(number, sign, signChar);
        return new RawId(finnish ?? number.ToString(), finnish is null ? RawShape.None : RawShape.Finnish, Sign: '\0');
    }

    /// <summary>
    /// The number in Finnish form. Where the check character is a digit, only the sign distinguishes it from ten digits
    /// of another country, so the caller decides by country.
    /// </summary>
    public RawId AsFinnish() =>
        Shape == RawShape.TenDigits && Sign != '\0'
            ? new RawId($"{Number[..6]}{Sign}{Number[6..]}", RawShape.Finnish, '\0')
            : this;

    /// <summary>The day, month and two-digit year at the beginning.</summary>
    public (int First, int Second, int Third) Pairs => (Pair(0), Pair(2), Pair(4));

    /// <summary>Two digits as a number.</summary>
    public int Pair(int at) => (Digit(at) * 10) + Digit(at + 1);

    /// <summary>One digit as a number.</summary>
    public int Digit(int at) => Number[at] - '0';

    private static string? Finnish(ReadOnlySpan<char> number, int sign, char signChar)
    {
        // The sign is a letter within the number, or the dash or plus removed above.
        var sixDigits = number.Length >= 10 && !number[..6].ContainsAnyExceptInRange('0', '9');
        if (!sixDigits)
        {
            return null;
        }

        return number.Length switch
        {
            11 when char.IsAsciiLetter(number[6]) && !number[7..10].ContainsAnyExceptInRange('0', '9') =>
                number.ToString(),
            10 when sign == 6 && !number[6..9].ContainsAnyExceptInRange('0', '9') =>
                $"{number[..6]}{signChar}{number[6..]}",
            _ => null,
        };
    }
}
