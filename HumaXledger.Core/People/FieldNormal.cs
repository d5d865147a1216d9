using System.Text;

namespace HumaXledger.Core.People;

/// <summary>
/// The one place that decides when two values of a field are the same. The normal form is for comparing and for finding, never for writing or showing: what is
/// written is always the chosen side's own spelling.
/// </summary>
/// <remarks>
/// Everywhere NFC and collapsed space. Without letter case: e-mail, gender, the parts of an address. With letter case: names and job titles, because payslips and
/// contracts print them, and employment ids, whose leading zeros count. A value that cannot be read as what it should be compares as collapsed text.
/// </remarks>
public static class FieldNormal
{
    /// <param name="defaultCountry">Alpha-2 of the country whose national spellings (phone, account, identity number, missing country) are meant; null where none is.</param>
    public static FieldValue Normalise(Field field, FieldValue value, string? defaultCountry)
    {
        if (value is not FieldValue.Of of)
        {
            return value;
        }

        var text = Text(field, of.Text, Country.Read(defaultCountry));
        return text.Length == 0 ? FieldValue.Nothing : ReferenceEquals(text, of.Text) ? value : new FieldValue.Of(text);
    }

    /// <summary>As <see cref="Normalise"/>, as bare text: the empty text for "known to be empty", null for unknown.</summary>
    internal static string? Key(Field field, FieldValue value, string? defaultCountry) => value switch
    {
        FieldValue.Of of => Text(field, of.Text, Country.Read(defaultCountry)),
        FieldValue.Empty => "",
        _ => null,
    };

    /// <summary>Whether two values are the same after normalisation. Unknown is the same as unknown only.</summary>
    public static bool Same(Field field, FieldValue a, FieldValue b, string? defaultCountry)
    {
        if (a is FieldValue.Of first && b is FieldValue.Of second && string.Equals(first.Text, second.Text, StringComparison.Ordinal))
        {
            return true;
        }

        return Normalise(field, a, defaultCountry).Equals(Normalise(field, b, defaultCountry));
    }

    private static string Text(Field field, string text, string? country) => field switch
    {
        Field.Email => Email.Normalise(text),
        Field.Phone => PhoneNumber.ToE164(text, country) ?? Spelling.Collapse(text),
        Field.DateOfBirth or Field.EmploymentStart or Field.ProbationEnd or Field.TerminationNotice or Field.EmploymentEnd =>
            CalendarDate.Read(text) is null ? Spelling.Collapse(text) : Unseen.Without(text).Trim(),
        Field.BankAccount => Account(BankAccount.Read(text), country),
        Field.Address => AddressText(Address.Read(text), country),
        Field.Gender => Gender.Normalise(text) is var gender && gender is Gender.Male or Gender.Female or Gender.Other
            ? gender
            : Spelling.Collapse(text).ToLowerInvariant(),
        Field.Identification => NationalId.Normalise(text, country),
        _ => Spelling.Collapse(text),
    };

    private static string Account(BankAccount account, string? country) =>
        account.Number is null ? "" : BankAccountNumber.Read(account.Number, account.Country ?? country)?.Key ?? Spelling.Collapse(account.Number);

    /// <summary>Street, postal code, place and country with a bar between them; empty when the address is.</summary>
    private static string AddressText(Address address, string? country)
    {
        if (address.IsEmpty)
        {
            return "";
        }

        var code = Unseen.IsBlank(address.Country) ? country : Country.Read(address.Country) ?? Spelling.Collapse(address.Country).ToLowerInvariant();
        var builder = new StringBuilder(64);
        AppendWords(builder, address.Street);
        builder.Append('|');
        AppendPostalCode(builder, address.PostalCode, code);
        builder.Append('|');
        AppendWords(builder, address.City);
        return builder.Append('|').Append(code).ToString();
    }

    /// <summary>Lower case; line breaks, commas and dots are spaces; "12 B" and "12B" meet.</summary>
    private static void AppendWords(StringBuilder builder, string? text)
    {
        var start = builder.Length;
        foreach (var c in Spelling.Collapse(text ?? ""))
        {
            if (c is not (' ' or ',' or '.' or ';'))
            {
                builder.Append(char.ToLowerInvariant(c));
            }
            else if (builder.Length > start && builder[^1] != ' ')
            {
                builder.Append(' ');
            }
        }

        if (builder.Length > start && builder[^1] == ' ')
        {
            builder.Length--;
        }

        for (var index = start + 1; index + 1 < builder.Length; index++)
        {
            var endsWord = index + 2 == builder.Length || builder[index + 2] == ' ';
            if (builder[index] == ' ' && char.IsAsciiDigit(builder[index - 1]) && char.IsLetter(builder[index + 1]) && endsWord)
            {
                builder.Remove(index, 1);
            }
        }
    }

    /// <summary>Letters and digits only; a country's letters before the code ("SE-114 55", "N-0155") are left out.</summary>
    private static void AppendPostalCode(StringBuilder builder, string? text, string? country)
    {
        var code = Spelling.Collapse(text ?? "").AsSpan();
        var dash = code.IndexOf('-');
        if (country is not null && dash is 1 or 2 && char.ToUpperInvariant(code[0]) == country[0] && (dash == 1 || code[..2].Equals(country, StringComparison.OrdinalIgnoreCase)))
        {
            code = code[(dash + 1)..];
        }

        foreach (var c in code)
        {
            if (char.IsLetterOrDigit(c))
            {
                builder.Append(char.ToLowerInvariant(c));
            }
        }
    }
}
