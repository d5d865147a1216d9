using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// The identification that the field stands for: the entry of type <c>national</c>. Where there are several, the one of
/// the country of the person's
/// company (Norway where that is not told), else the first.
/// </summary>
internal sealed record Identification(FieldValue Value, string? Id, string? Country)
{
    /// <summary>Where nothing tells another country.</summary>
    public const string HomeCountry = "NO";

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

    /// <summary>The country of the person's company as the profile tells it; null where it does not.</summary>
    public static string? CompanyCountry(JsonElement profile) =>
        new Wrapped(profile, "companies").Value is { ValueKind: JsonValueKind.Array } companies
            ? companies
                .EnumerateArray()
                .Select(company => company.Property("address")?.Text("country"))
                .FirstOrDefault(country => !string.IsNullOrWhiteSpace(country))
            : null;
}
