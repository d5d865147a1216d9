using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Cli.Writing;

/// <summary>
/// Writes the value of a field in the form in which it is read; empty and unknown are null. An identification is its
/// number; a known country follows as a separate property, so that readers of the bare number keep working.
/// </summary>
internal static class FieldWriting
{
    /// <summary>Writes a property with a value.</summary>
    public static void WriteValue(this Utf8JsonWriter json, string name, Field field, FieldValue value)
    {
        json.WritePropertyName(name);
        switch (FieldRules.KindOf(field), value.TextOrNull)
        {
            case (_, null):
                json.WriteNullValue();
                break;
            case (FieldKind.Address, { } text):
                Write(json, Address.Read(text));
                break;
            case (FieldKind.BankAccount, { } text):
                Write(json, BankAccount.Read(text));
                break;
            case (FieldKind.Identification, { } text):
                Write(json, name, IdentificationNumber.Read(text));
                break;
            case (_, { } text):
                json.WriteStringValue(text);
                break;
        }
    }

    /// <summary>Writes a property <c>field</c>.</summary>
    public static void WriteField(this Utf8JsonWriter json, Field? field) =>
        json.WriteString("field", field is { } known ? FieldRules.For(known).Name : null);

    /// <summary>Writes a property with a side.</summary>
    public static void WriteSide(this Utf8JsonWriter json, string name, Side side) =>
        json.WriteString(name, NameOf(side));

    /// <summary>The name of a side in JSON.</summary>
    public static string NameOf(Side side) => side == Side.Huma ? "huma" : "xledger";

    private static void Write(Utf8JsonWriter json, Address address)
    {
        json.WriteStartObject();
        WritePart(json, "street", address.Street);
        WritePart(json, "postalCode", address.PostalCode);
        WritePart(json, "city", address.City);
        WritePart(json, "country", address.Country);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BankAccount account)
    {
        json.WriteStartObject();
        json.WriteString("number", account.Number);
        WritePart(json, "country", account.Country);
        WritePart(json, "bic", account.Bic);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IdentificationNumber id)
    {
        json.WriteStringValue(id.Number);
        WritePart(json, $"{name}Country", id.Country);
    }

    private static void WritePart(Utf8JsonWriter json, string name, string? part)
    {
        if (part is not null)
        {
            json.WriteString(name, part);
        }
    }
}
