using System.Text;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sandbox.Sample;

/// <summary>
/// Values without their spelling, for checking the sample: deliberately simpler than the product's rules and
/// independent of them.
/// </summary>
internal static class PlainValues
{
    public static string? Of(SandboxField field, IReadOnlyDictionary<SandboxField, string> values)
    {
        if (!values.TryGetValue(field, out var text))
            return null;
        var seen = string.Concat(text.Where(c => c is not ('\u00AD' or '\u200B' or '\uFEFF')));
        var plain = string.Join(
            ' ',
            seen.Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        return field switch
        {
            SandboxField.Email => plain.ToLowerInvariant(),
            SandboxField.Phone => Phone(plain),
            SandboxField.BankAccount => string.Concat(plain.Where(char.IsLetterOrDigit)),
            SandboxField.Identification => Identification(string.Concat(plain.Where(char.IsLetterOrDigit))),
            SandboxField.Gender => plain switch
            {
                "Female" => "FEMALE",
                "Male" => "MALE",
                _ => plain,
            },
            SandboxField.Address => plain.ToUpperInvariant().Replace(" ", ""),
            _ => plain,
        };
    }

    public static IReadOnlyList<SandboxField> Differences(SandboxPerson person) =>
        [.. Enum.GetValues<SandboxField>().Where(field => Of(field, person.Huma) != Of(field, person.Xledger))];

    private static string Phone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return text switch
        {
            ['+', ..] => digits,
            ['0', '0', ..] => digits[2..],
            ['0', ..] => "46" + digits[1..],
            // The sample's Danish numbers begin with 2, its Norwegian ones with 9.
            _ => digits.Length == 8 ? (digits[0] == '2' ? "45" : "47") + digits : text,
        };
    }

    /// <summary>Swedish numbers are written with or without the century.</summary>
    private static string Identification(string text) => text.Length == 12 ? text[2..] : text;
}
