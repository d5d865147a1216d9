using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// The identification that is synchronized: the entry of type <c>national</c>. Of several, the one of the country of
/// the person's company (Norway where that is unknown), else the first.
/// </summary>
internal sealed record Identification(FieldValue Value, string? Id, string? Country)
{
    /// <summary>The country where none is stated.</summary>
    public const string HomeCountry = "NO";

    /// <summary>Unknown where the key cannot read identifications.</summary>
    public static Identification Read(JsonElement profile)
    {
        var property = new Wrapped(profile, "identifications");
        if (property.Value is { ValueKind: not JsonValueKind.Array })
        {
            return new Identification(FieldValue.NotKnown, null, null);
        }

        var national = property
            .Value?.EnumerateArray()
            .Where(entry => string.Equals(entry.Text("type"), "national", StringComparison.OrdinalIgnoreCase))
            .ToList()
            ?? [];
        if (national.Count == 0)
        {
            return new Identification(property.IsVisible ? FieldValue.Nothing : FieldValue.NotKnown, null, null);
        }

        var home = CompanyCountry(profile) ?? HomeCountry;
        var chosen = national.FindIndex(entry =>
            string.Equals(entry.Text("country"), home, StringComparison.OrdinalIgnoreCase)
        );
        var entry = national[Math.Max(chosen, 0)];
        var country = entry.Text("country");
        return new Identification(
            entry.Text("value") is { } value ? new IdentificationNumber(value, country).ToValue() : FieldValue.NotKnown,
            entry.Id(),
            country
        );
    }

    /// <summary>The country of the person's company; null where the profile does not state it.</summary>
    public static string? CompanyCountry(JsonElement profile) =>
        new Wrapped(profile, "companies").Value is { ValueKind: JsonValueKind.Array } companies
            ? companies
                .EnumerateArray()
                .Select(company => company.Property("address")?.Text("country"))
                .FirstOrDefault(country => !string.IsNullOrWhiteSpace(country))
            : null;
}
