using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People.NationalIds;

/// <summary>
/// A national identity number as a system holds it, with the country that the system states. Huma states one
/// (<c>identifications[].country</c>, contracts/huma.md 2.10), Xledger does not.
/// </summary>
/// <param name="Country">Alpha-2; null where the system states none.</param>
public sealed record IdentificationNumber(
    [property: JsonPropertyName("number")] string Number,
    [property: JsonPropertyName("country")] string? Country
)
{
    /// <summary>The field value: the bare number where no country is stated, else the JSON of this record.</summary>
    public FieldValue ToValue() =>
        string.IsNullOrWhiteSpace(Number) ? FieldValue.Nothing
        : string.IsNullOrWhiteSpace(Country) ? new FieldValue.Of(Number)
        : new FieldValue.Of(JsonSerializer.Serialize(this, FieldJson.Options));

    /// <summary>
    /// The number in the text of a field value; a text that is not JSON of this type is taken as the number.
    /// </summary>
    public static IdentificationNumber Read(string text) =>
        FieldJson.TryRead<IdentificationNumber>(text) is { Number: not null } stated
            ? stated
            : new IdentificationNumber(text, null);

    // The generated ToString would print the number.
    public override string ToString() => "an identity number";
}
