namespace HumaXledger.Sandbox.Sample;

/// <summary>
/// One invented person, and what each system holds of them. A side that is null does not know the person.
/// </summary>
internal sealed class SamplePerson
{
    public required int Index { get; init; }

    /// <summary>Employed by the Swedish company; otherwise by the Norwegian one.</summary>
    public required bool Swedish { get; init; }

    public required bool Woman { get; init; }
    public required int Team { get; init; }
    public required int Location { get; init; }

    /// <summary>Whether the two sides say the same, spelled in whatever way.</summary>
    public bool Agrees { get; set; } = true;

    public HumaSide? Huma { get; set; }
    public XledgerSide? Xledger { get; set; }

    /// <summary>Set when the stores are filled.</summary>
    public Guid? HumaId { get; set; }

    /// <summary>Set when the stores are filled.</summary>
    public int? EmployeeDbId { get; set; }
}

/// <summary>An address as both systems can say it.</summary>
internal sealed record SampleAddress(string? Street, string? PostalCode, string? Place, string? Country);

/// <summary>What Huma holds of a person.</summary>
internal sealed class HumaSide
{
    public required string GivenName { get; set; }
    public required string FamilyName { get; set; }
    public required string Email { get; set; }
    public string? RequestedEmail { get; set; }
    public string? Phone { get; set; }
    public string? EmploymentId { get; set; }
    public DateOnly? BirthDate { get; set; }
    public string? BankAccount { get; set; }

    /// <summary>Alpha-2 of a national account abroad; null for one of the company's country.</summary>
    public string? BankCountry { get; set; }

    public SampleAddress? Address { get; set; }
    public string? Gender { get; set; }
    public string? Identification { get; set; }
    public string IdentificationCountry { get; set; } = "NO";

    public List<SamplePosition> Positions { get; } = [];

    public bool Active { get; set; } = true;
    public bool LoggedIn { get; set; } = true;
    public bool HeldByOtherIntegration { get; set; }
}

/// <summary>One position in Huma.</summary>
internal sealed record SamplePosition(string? Title, DateOnly? Start)
{
    public DateOnly? Probation { get; init; }
    public DateOnly? Notice { get; init; }
    public DateOnly? End { get; init; }
    public int Percentage { get; init; } = 100;
}

/// <summary>What Xledger holds of a person: on the employee, its contact and its subledger.</summary>
internal sealed class XledgerSide
{
    public string? Code { get; set; }

    /// <summary>The full name as it stands on the employee.</summary>
    public required string Description { get; set; }

    public required string SubledgerDescription { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Email { get; set; }
    public string? SubledgerEmail { get; set; }
    public string? Phone { get; set; }
    public string? SubledgerPhone { get; set; }
    public DateOnly? Birthday { get; set; }
    public string? BankAccount { get; set; }
    public SampleAddress? Address { get; set; }
    public SampleAddress? SubledgerAddress { get; set; }

    /// <summary>Null for no gender; Xledger knows two.</summary>
    public bool? Woman { get; set; }

    public string? JobTitle { get; set; }
    public string? SocialSec { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? Trial { get; set; }
    public DateOnly? Notice { get; set; }
    public DateOnly? To { get; set; }

    /// <summary>End of the record's validity; from then on Xledger does not show it among the open ones.</summary>
    public DateOnly? ValidTo { get; set; }

    public void SetEmail(string? email) => Email = SubledgerEmail = email;

    public void SetPhone(string? phone) => Phone = SubledgerPhone = phone;

    public void SetAddress(SampleAddress? address) => Address = SubledgerAddress = address;

    public void SetNames(string firstName, string lastName)
    {
        FirstName = firstName;
        LastName = lastName;
        Description = SubledgerDescription = $"{firstName} {lastName}";
    }
}
