using System.Text.Json.Nodes;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Xledger.Documents;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// Writes an address to the contact (nested, with the country's name as text and its code as a reference next to it)
/// and to the supplier (flat): contracts/xledger.md 3.5. It is written as a whole; a part that the new address lacks is
/// cleared where it remains, so that two addresses are never mixed.
/// </summary>
internal static class AddressWriting
{
    public static void Put(FieldPut put)
    {
        var (write, address) = (put.Write, Address.Read(put.Text!));
        var parts = new (string Input, string? Text)[]
        {
            ("streetAddress", OneLine(address.Street)),
            ("zipCode", Trimmed(address.PostalCode)),
            ("place", Trimmed(address.City)),
        };
        var code = Country.Read(address.Country);
        var nested = new JsonObject();
        foreach (var (input, text) in parts.Where(part => part.Text is not null))
        {
            nested[input] = text;
        }

        if (Trimmed(address.Country) is { } given)
        {
            nested["country"] = (code is null ? null : Country.Name(code)) ?? given;
        }

        var ofContact = new JsonObject { ["address"] = nested };
        var ofSupplier = new JsonObject();
        foreach (var (input, text) in parts.Where(part => part.Text is not null))
        {
            ofSupplier[input] = text;
        }

        foreach (
            var (part, whole) in new[] { (Part.Contact, ofContact), (Part.Supplier, ofSupplier) }.Where(each =>
                write.Has(each.Item1)
            )
        )
        {
            if (code is not null)
            {
                whole["country"] = new JsonObject { ["code"] = code };
            }

            foreach (var (input, value) in whole)
            {
                write.Node(part)[input] = value?.DeepClone();
            }

            foreach (var (input, _) in parts.Where(each => each.Text is null))
            {
                write.Clears.Add(
                    new Clear(
                        part,
                        put.Field,
                        ClearKind.AddressPart,
                        part == Part.Contact ? $"address.{input}" : input,
                        [$"address.{input}"],
                        whole,
                        OnlyIfLeft: true
                    )
                );
            }

            if (Trimmed(address.Country) is null)
            {
                write.Clears.Add(
                    new Clear(
                        part,
                        put.Field,
                        ClearKind.Reference,
                        "country",
                        ["address.country.code"],
                        OnlyIfLeft: true
                    )
                );
            }
        }
    }

    /// <summary>Huma's street lines as the single line of Xledger.</summary>
    private static string? OneLine(string? street) =>
        Trimmed(
            street is null
                ? null
                : string.Join(
                    ", ",
                    street.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                )
        );

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
