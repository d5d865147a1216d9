using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Core.People;

/// <summary>How values are displayed: sensitive ones masked, those with parts on one line.</summary>
public static class Masking
{
    /// <summary>
    /// Stands for every identification and bank number, whatever its length. Any character of it would narrow the
    /// number down: the last ones of a Norwegian number are its check digits, and a bank account of Iceland, or a
    /// personal one of Sweden, ends with the identity number of its owner.
    /// </summary>
    public const string Dots = "•••••••••••";

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
                _ when !inClear && FieldRules.For(field).Sensitive => Dots,
                FieldKind.BankAccount => Account(BankAccount.Read(text)),
                FieldKind.Identification => Identification(IdentificationNumber.Read(text)),
                FieldKind.Address => OneLine(Address.Read(text), language),
                _ => text,
            };

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
