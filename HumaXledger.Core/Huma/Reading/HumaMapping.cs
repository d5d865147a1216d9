using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// Maps a profile to a person. Properties that the key cannot read are unknown; properties without a value are empty.
/// </summary>
internal static class HumaMapping
{
    /// <summary>The user of a full profile.</summary>
    public static HumaUser ToUser(string id, JsonElement profile, Employment employment, BankAccounts bankAccounts)
    {
        var identification = Identification.Read(profile);
        var values = new Dictionary<Field, FieldValue>(employment.Values)
        {
            [Field.Identification] = identification.Value,
        };
        foreach (var entry in HumaFields.OfProfile)
        {
            values[entry.Field] = entry.Read(entry.In(profile), bankAccounts);
        }

        var active = profile.Property("status")?.Flag("active") ?? true;
        var requested = new Wrapped(profile, "email").RequestedValue;
        return new HumaUser(
            new Person(Side.Huma, id, active, new FieldValues(values))
            {
                Locks = active ? LocksOf(profile, employment, requested) : WriteLocks.OfDeactivatedUser,
                HeldByOtherIntegration = IsHeldByXledger(profile),
                EmployerCountry = Country.Read(Identification.CompanyCountry(profile)),
                Groups = PersonFacts.Groups(profile),
                ContractTypes = employment.ContractTypes,
                Outlook = employment.Outlook,
                FurtherCalls = (employment.AllRead ? 1 : 0) + (employment.MainRead ? 1 : 0),
            },
            employment.PositionId,
            identification.Id
        )
        {
            PositionSources = employment.Sources,
            AllPositionsRead = employment.AllRead,
            IdentificationCountry = identification.Country,
            RequestedEmail = requested,
        };
    }

    /// <summary>
    /// The fields that cannot be written. The <c>editable</c> of identifications is ignored: they are never written
    /// through the profile, so the flag may mean only that.
    /// </summary>
    private static Dictionary<Field, WriteLock> LocksOf(
        JsonElement profile,
        Employment employment,
        string? requestedEmail
    )
    {
        var locks = new Dictionary<Field, WriteLock>(employment.Locks);
        foreach (var entry in HumaFields.OfProfile)
        {
            if (entry.In(profile).Lock is { } held)
            {
                locks[entry.Field] = held;
            }
        }

        if (requestedEmail is not null)
        {
            locks[Field.Email] = WriteLock.PendingConfirmation;
        }

        return locks;
    }

    // The keys of connectedIntegrations are not documented (contracts/huma.md 2.7): the name may be in the key or in
    // the type.
    private static bool IsHeldByXledger(JsonElement profile) =>
        profile
            .Entries("connectedIntegrations")
            .Any(integration => NamesXledger(integration.Name) || NamesXledger(integration.Value.Text("type")));

    private static bool NamesXledger(string? text) =>
        text?.Contains("xledger", StringComparison.OrdinalIgnoreCase) == true;
}
