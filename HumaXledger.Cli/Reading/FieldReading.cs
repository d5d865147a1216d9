using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Cli.Reading;

/// <summary>
/// Reads the value of a field: null is empty, an address and a bank account are objects, an identification is a text or
/// an object, everything else is a text.
/// </summary>
internal static class FieldReading
{
    private static readonly Properties OfAddress = new("An address", "street", "postalCode", "city", "country");
    private static readonly Properties OfIdentification = new("An identification", "number", "country");
    private static readonly Properties OfAccount = new("A bank account", "number", "country", "bic");

    /// <summary>Reads the value of a field.</summary>
    public static FieldValue Value(ref Utf8JsonReader json, Field field) =>
        FieldRules.KindOf(field) switch
        {
            _ when json.TokenType == JsonTokenType.Null => FieldValue.Nothing,
            FieldKind.Address => Address(ref json).ToValue(),
            FieldKind.BankAccount => Account(ref json).ToValue(),
            FieldKind.Identification when json.TokenType == JsonTokenType.StartObject => Identification(ref json)
                .ToValue(),
            _ => FieldValue.From(Take.Text(ref json)),
        };

    private static Address Address(ref Utf8JsonReader json)
    {
        OfAddress.Begin(ref json);
        string? street = null,
            postalCode = null,
            city = null,
            country = null;
        var (seen, likely) = (0u, 0);
        while (OfAddress.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            var text = Take.TextOrNull(ref json);
            likely = property + 1;
            switch (property)
            {
                case 0:
                    street = text;
                    break;
                case 1:
                    postalCode = text;
                    break;
                case 2:
                    city = text;
                    break;
                default:
                    country = text;
                    break;
            }
        }

        return new Address(street, postalCode, city, country);
    }

    private static BankAccount Account(ref Utf8JsonReader json)
    {
        var begin = OfAccount.Begin(ref json);
        string? number = null,
            country = null,
            bic = null;
        var (seen, likely) = (0u, 0);
        while (OfAccount.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            var text = Take.TextOrNull(ref json);
            likely = property + 1;
            switch (property)
            {
                case 0:
                    number = text;
                    break;
                case 1:
                    country = text;
                    break;
                default:
                    bic = text;
                    break;
            }
        }

        OfAccount.Require(seen, 1, begin);
        return new BankAccount(number ?? "", country, bic);
    }

    private static IdentificationNumber Identification(ref Utf8JsonReader json)
    {
        var begin = OfIdentification.Begin(ref json);
        string? number = null,
            country = null;
        var (seen, likely) = (0u, 0);
        while (OfIdentification.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            var text = Take.TextOrNull(ref json);
            likely = property + 1;
            (number, country) = property == 0 ? (text, country) : (number, text);
        }

        OfIdentification.Require(seen, 1, begin);
        return new IdentificationNumber(number ?? "", country);
    }
}
