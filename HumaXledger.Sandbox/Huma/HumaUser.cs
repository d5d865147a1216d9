using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// A user in Huma. Texts are stored as given; null is no value. Immutable: a change replaces the record.
/// </summary>
public sealed record HumaUser
{
    public required Guid Id { get; init; }

    /// <summary><c>user</c>, or <c>service_user</c> for the account of an API key.</summary>
    public string Type { get; init; } = "user";

    public required string GivenName { get; init; }
    public required string FamilyName { get; init; }
    public string? PreferredName { get; init; }
    public required string Email { get; init; }

    /// <summary>A new e-mail address that the person has not confirmed yet.</summary>
    public string? RequestedEmail { get; init; }

    public string? PrivateEmail { get; init; }
    public string? Phone { get; init; }
    public string? EmploymentId { get; init; }
    public DateOnly? BirthDate { get; init; }

    /// <summary><c>Male</c>, <c>Female</c> or free text.</summary>
    public string? Gender { get; init; }

    public string? Nationality { get; init; }
    public string? CivilStatus { get; init; }
    public string? DietaryRequirements { get; init; }
    public string? Funfacts { get; init; }
    public string? SeniorityNote { get; init; }
    public HumaAddress? HomeAddress { get; init; }
    public HumaBankAccount? BankAccount { get; init; }
    public Guid? Supervisor { get; init; }

    /// <summary>Texts of the custom profile fields that <see cref="HumaSwitches.CustomTexts"/> names.</summary>
    public ImmutableDictionary<string, string> CustomTexts { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<HumaIdentification> Identifications { get; init; } = [];
    public ImmutableArray<HumaPosition> Positions { get; init; } = [];
    public ImmutableArray<Guid> Groups { get; init; } = [];
    public ImmutableArray<ConnectedIntegration> Integrations { get; init; } = [];
    public bool Active { get; init; } = true;
    public DateTimeOffset? DeactivatedAt { get; init; }
    public DateTimeOffset? InvitedAt { get; init; }

    /// <summary>Null for a person who has never logged in: then a new e-mail address applies at once.</summary>
    public DateTimeOffset? LastLoggedInAt { get; init; }

    /// <summary>Whether it is a person and no service user.</summary>
    public bool IsPerson => Type == "user";

    /// <summary>
    /// The user with a new e-mail address: it applies at once for a person who has never logged in, otherwise it awaits
    /// confirmation (contracts/huma.md 6.2).
    /// </summary>
    public HumaUser WithEmail(string email) =>
        LastLoggedInAt is null ? this with { Email = email, RequestedEmail = null }
        : email == Email ? this with { RequestedEmail = null }
        : this with { RequestedEmail = email };

    /// <summary>The user with one position changed; unchanged where there is no such position.</summary>
    public HumaUser WithPosition(Guid id, Func<HumaPosition, HumaPosition> change) =>
        this with
        {
            Positions = [.. Positions.Select(position => position.Id == id ? change(position) : position)],
        };
}

/// <summary>A home address; Huma has three street lines and a two-letter country.</summary>
public sealed record HumaAddress(
    string Line1,
    string? Line2,
    string? Line3,
    string PostalCode,
    string City,
    string Country
);

/// <summary>A national or an international bank account.</summary>
public abstract record HumaBankAccount
{
    public sealed record National(string Number, string Country) : HumaBankAccount;

    public sealed record International(string Iban, string Bic) : HumaBankAccount;
}

/// <summary>An identification of a person.</summary>
/// <param name="Type"><c>national</c> or <c>passport</c>.</param>
public sealed record HumaIdentification(Guid Id, string Type, string Country, string Value);

/// <summary>An external record that Huma has linked to a person, for instance by its own Xledger integration.</summary>
public sealed record ConnectedIntegration(Guid Id, string Type, string ExternalId);
