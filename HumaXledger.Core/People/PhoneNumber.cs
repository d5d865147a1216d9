using System.Globalization;

namespace HumaXledger.Core.People;

/// <summary>
/// Phone numbers in E.164 (<c>+4791234567</c>). A number without calling code is read by the plan of the country given; nothing is guessed without one.
/// Letters and extensions are refused: E.164 has neither.
/// </summary>
public static class PhoneNumber
{
    // E.164 allows 15 digits; an international prefix of up to four and a trunk zero in parentheses may stand before them.
    private const int MostDigits = 20;
    private const int LongestE164 = 15;

    // From this length on, digits that begin with the country's own calling code are taken for an international number without its plus.
    private const int InternationalWithoutPlus = 11;

    /// <summary>The number in E.164, or null when the text is none.</summary>
    /// <param name="country">Alpha-2 of the country whose national spelling is expected; null to accept international spellings only.</param>
    public static string? ToE164(string text, string? country)
    {
        Span<char> buffer = stackalloc char[MostDigits];
        if (!Scan(text, buffer, out var count, out var plus, out var optionalZero))
        {
            return null;
        }

        ReadOnlySpan<char> digits = buffer[..count];
        var own = NumberingPlans.OfCountry(country);
        if (!plus && InternationalPrefix(digits, own) is > 0 and var prefix)
        {
            digits = digits[prefix..];
            optionalZero -= prefix;
            plus = true;
        }

        return plus ? International(digits, optionalZero) : own is null ? null : National(digits, own);
    }

    /// <summary>The country whose calling code an international number begins with, the largest where several share it; null for every other text.</summary>
    public static string? CountryOf(string text) =>
        ToE164(text, country: null) is { } number && NumberingPlans.Leading(number.AsSpan(1)) is { Countries: [var largest, ..] } ? largest : null;

    /// <summary>The length of what is dialled for abroad: the country's own prefix, or 00, which is written everywhere.</summary>
    private static int InternationalPrefix(ReadOnlySpan<char> digits, NumberingPlan? own) =>
        own is not null && digits.StartsWith(own.International) ? own.International.Length : digits.StartsWith("00") ? 2 : 0;

    private static string? International(ReadOnlySpan<char> digits, int optionalZero)
    {
        if (NumberingPlans.Leading(digits) is not { } plan)
        {
            return null;
        }

        var national = digits[plan.Code.Length..];

        // "+46 (0)70 …": the zero in parentheses is for callers at home. Italy's belongs to the number.
        if (optionalZero == plan.Code.Length && plan.Code != "39")
        {
            national = national[1..];
        }

        if (plan.Fits(national))
        {
            return Write(plan, national);
        }

        return plan.Trunk == "0" && national.StartsWith('0') && plan.Fits(national[1..]) ? Write(plan, national[1..]) : null;
    }

    private static string? National(ReadOnlySpan<char> digits, NumberingPlan plan)
    {
        var behindCode = digits.StartsWith(plan.Code) ? digits[plan.Code.Length..] : default;
        if (digits.Length >= InternationalWithoutPlus && plan.Fits(behindCode))
        {
            return Write(plan, behindCode);
        }

        if (plan.Trunk.Length > 0 && digits.StartsWith(plan.Trunk) && plan.Fits(digits[plan.Trunk.Length..]))
        {
            return Write(plan, digits[plan.Trunk.Length..]);
        }

        return plan.Fits(digits) ? Write(plan, digits) : plan.Fits(behindCode) ? Write(plan, behindCode) : null;
    }

    private static string? Write(NumberingPlan plan, ReadOnlySpan<char> national) =>
        plan.Code.Length + national.Length <= LongestE164 ? string.Concat("+", plan.Code, national) : null;

    /// <summary>Gathers the digits; false for anything that is not how a number is written.</summary>
    private static bool Scan(string text, Span<char> digits, out int count, out bool plus, out int optionalZero)
    {
        count = 0;
        plus = false;
        optionalZero = -1;
        var start = text.AsSpan().TrimStart().StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(':') + 1 : 0;
        for (var index = start; index < text.Length; index++)
        {
            var c = text[index];
            if (c is '+' or '\uFF0B' && count == 0 && !plus)
            {
                plus = true;
            }
            else if (Digit(c) is >= 0 and var digit)
            {
                if (count == digits.Length)
                {
                    return false;
                }

                if (digit == 0 && index > 0 && index + 1 < text.Length && text[index - 1] == '(' && text[index + 1] == ')')
                {
                    optionalZero = count;
                }

                digits[count++] = (char)('0' + digit);
            }
            else if (c is not ('(' or ')' or '/') && !Spelling.IsSeparator(c))
            {
                return false;
            }
        }

        return count > 0;
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : c < 0x80 ? -1 : CharUnicodeInfo.GetDecimalDigitValue(c);
}
