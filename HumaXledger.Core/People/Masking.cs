using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Core.People;

/// <summary>How values are displayed: sensitive ones masked, those with parts on one line.</summary>
public static class Masking
{
    private const char Dot = '•';
    private const int KeptIdentification = 2;
    private const int KeptAccount = 3;

    // The last characters of a shorter text would reveal too much of it.
    private const int ShortestWithEnd = 8;

    /// <summary>
    /// A sensitive value with only its last two (identification) or three (account) characters visible; other fields
    /// are returned unchanged.
    /// </summary>
    public static string Mask(Field field, string text) =>
        FieldRules.KindOf(field) switch
        {
            _ when !FieldRules.For(field).Sensitive => text,
            FieldKind.Identification => Mask(IdentificationNumber.Read(text).Number.Trim(), KeptIdentification),
            FieldKind.BankAccount => Mask(
                BankAccountNumber.Read(BankAccount.Read(text).Number ?? "", null)?.Number
                    ?? (BankAccount.Read(text).Number ?? "").Trim(),
                KeptAccount
            ),
            _ => Mask(text, kept: 0),
        };

    /// <summary>
    /// A value as one line of plain text; "" for unknown and empty. Dates stay ISO and numbers keep the system's
    /// spelling, for the page to format.
    /// </summary>
    /// <param name="inClear">Whether the reader may see identification and bank numbers.</param>
    /// <param name="language">Two letters; the language of the country's name.</param>
    public static string Display(Field field, FieldValue value, bool inClear, string language = "en") =>
        value.TextOrNull is not { } text
            ? ""
            : FieldRules.KindOf(field) switch
            {
                _ when !inClear && FieldRules.For(field).Sensitive => Mask(field, text),
                FieldKind.BankAccount => Account(BankAccount.Read(text)),
                FieldKind.Identification => Identification(IdentificationNumber.Read(text)),
                FieldKind.Address => OneLine(Address.Read(text), language),
                _ => text,
            };

    private static string Mask(string text, int kept)
    {
        var end =
            text.Length >= ShortestWithEnd && !text.AsSpan(text.Length - kept).ContainsAnyInRange('\uD800', '\uDFFF')
                ? text[^kept..]
                : "";
        return new string(Dot, text.Length - end.Length) + end;
    }

    private static string Identification(IdentificationNumber id) =>
        string.IsNullOrWhiteSpace(id.Country) ? id.Number : $"{id.Number} ({id.Country})";

    private static string Account(BankAccount account)
    {
        var number = BankAccountNumber.Read(account.Number ?? "", account.Country)?.Display() ?? account.Number ?? "";
        var country =
            account.Country is { } code
            && number.Length > 0
            && !number.StartsWith(code, StringComparison.OrdinalIgnoreCase)
                ? $" ({code})"
                : "";
        return account.Bic is { Length: > 0 } bic ? $"{number}{country} {bic}" : $"{number}{country}";
    }

    private static string OneLine(Address address, string language)
    {
        var street = string.Join(
            ", ",
            (address.Street ?? "").Split('\n').Select(Spelling.Collapse).Where(line => line.Length > 0)
        );
        var place = Spelling.Collapse($"{address.PostalCode} {address.City}");
        var country = Country.Read(address.Country) is { } code ? Country.Name(code, language) : address.Country;
        return string.Join(", ", new[] { street, place, country }.Where(part => !string.IsNullOrWhiteSpace(part)));
    }
}
