using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People.Addresses;

/// <summary>
/// A home address. Huma's three street lines are one <see cref="Street"/> with line breaks between them; Xledger's
/// street is one line. <see cref="Country"/> is ISO 3166-1 alpha-2 where the system gives a code.
/// </summary>
public sealed record Address(
    [property: JsonPropertyName("street")] string? Street,
    [property: JsonPropertyName("postalCode")] string? PostalCode,
    [property: JsonPropertyName("city")] string? City,
    [property: JsonPropertyName("country")] string? Country
)
{
    /// <summary>Whether every part is blank.</summary>
    [JsonIgnore]
    public bool IsEmpty =>
        InvisibleCharacters.IsBlank(Street)
        && InvisibleCharacters.IsBlank(PostalCode)
        && InvisibleCharacters.IsBlank(City)
        && InvisibleCharacters.IsBlank(Country);

    /// <summary>The field value of this address: <see cref="FieldValue.Empty"/> where no part is given.</summary>
    public FieldValue ToValue() =>
        IsEmpty ? FieldValue.Nothing : new FieldValue.Of(JsonSerializer.Serialize(this, FieldJson.Options));

    /// <summary>The address in the text of a field value; a text that is not its JSON is taken as the street.</summary>
    public static Address Read(string text) => FieldJson.TryRead<Address>(text) ?? new Address(text, null, null, null);

    public override string ToString() => "an address";
}
