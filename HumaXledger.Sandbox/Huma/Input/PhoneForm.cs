namespace HumaXledger.Sandbox.Huma.Input;

/// <summary>The form of phone numbers.</summary>
internal static class PhoneForm
{
    /// <summary>
    /// The number as Huma stores it: as given, or in E.164 when it is Norwegian, Swedish or international.
    /// </summary>
    public static string? Keep(string? given, PhoneFormat format)
    {
        if (given is null || format == PhoneFormat.AsGiven)
            return given;
        var digits = string.Concat(given.Where(char.IsAsciiDigit));
        return given.TrimStart() switch
        {
            ['+', ..] => "+" + digits,
            ['0', '0', ..] => "+" + digits[2..],
            ['0', ..] => "+46" + digits[1..],
            _ when digits.Length == 8 => "+47" + digits,
            _ => given,
        };
    }
}
