using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// Home addresses on the wire: three street lines, which are one street with line breaks in the domain.
/// </summary>
internal static class Addresses
{
    private static readonly string[] Lines = ["line1", "line2", "line3"];
    private static readonly string[] Keys = [.. Lines, "postalCode", "city", "country"];

    /// <summary>Unknown where a part cannot be read.</summary>
    public static FieldValue Read(Wrapped property) =>
        property.Read(value =>
        {
            // An unreadable part is not empty, so the whole address is unknown.
            if (Keys.All(key => value.Property(key) is null) || Keys.Any(key => IsUnreadable(value.Property(key))))
            {
                return null;
            }

            var street = string.Join(
                '\n',
                Lines.Select(name => value.Text(name)?.Trim()).Where(line => !string.IsNullOrEmpty(line))
            );
            return new Address(
                Given(street),
                Given(value.Text("postalCode")),
                Given(value.Text("city")),
                Given(value.Text("country"))
            ).ToValue();
        });

    /// <summary>
    /// All six keys, because Huma replaces an address as a whole (contracts/huma.md 2.8). The third line takes the rest
    /// of a longer street.
    /// </summary>
    public static JsonObject Write(Address address)
    {
        var street = (address.Street ?? "").Split(
            '\n',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        return new JsonObject
        {
            ["line1"] = street.ElementAtOrDefault(0) ?? "",
            ["line2"] = street.ElementAtOrDefault(1) ?? "",
            ["line3"] = string.Join(", ", street.Skip(2)),
            ["postalCode"] = address.PostalCode ?? "",
            ["city"] = address.City ?? "",
            ["country"] = address.Country ?? "",
        };
    }

    private static bool IsUnreadable(JsonElement? part) =>
        part is { ValueKind: JsonValueKind.String } text && text.AsText() is null;

    private static string? Given(string? text) => InvisibleCharacters.IsBlank(text) ? null : text;
}
