namespace HumaXledger.Sandbox.Sample;

/// <summary>One invented person with the data of both systems. A side that is null does not have the person.</summary>
internal sealed class SamplePerson
{
    /// <summary>Number in the sample; codes, phone numbers and addresses depend on it.</summary>
    public required int Index { get; init; }

    /// <summary>Employed by the Swedish company; otherwise by the Norwegian one.</summary>
    public required bool Swedish { get; init; }

    /// <summary>Decides the given name, the gender in both systems and the identity number.</summary>
    public required bool Woman { get; init; }

    /// <summary>Index into the teams of <see cref="SampleWork"/>.</summary>
    public required int Team { get; init; }

    /// <summary>Index into the locations of the person's company.</summary>
    public required int Location { get; init; }

    /// <summary>Whether the two sides are equal apart from spelling.</summary>
    public bool Agrees { get; set; } = true;

    /// <summary>The data in Huma; null when only Xledger has the person.</summary>
    public HumaSide? Huma { get; set; }

    /// <summary>The data in Xledger; null when only Huma has the person.</summary>
    public XledgerSide? Xledger { get; set; }

    /// <summary>Set when the stores are filled.</summary>
    public Guid? HumaId { get; set; }

    /// <summary>Set when the stores are filled.</summary>
    public int? EmployeeDbId { get; set; }
}

/// <summary>An address in the parts that both systems have.</summary>
internal sealed record SampleAddress(string? Street, string? PostalCode, string? Place, string? Country);

/// <summary>The data of a person in Huma.</summary>
internal sealed class HumaSide
{
    public required string GivenName { get; set; }
    public required string FamilyName { get; set; }
    public required string Email { get; set; }

    /// <summary>A new e-mail address that the person has not confirmed.</summary>
    public string? RequestedEmail { get; set; }
    public string? Phone { get; set; }
    public string? EmploymentId { get; set; }
    public DateOnly? BirthDate { get; set; }

    /// <summary>A national account number or an IBAN.</summary>
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

    /// <summary>Some fields are held by Huma's own Xledger integration.</summary>
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

/// <summary>The data of a person in Xledger, on the employee, its contact and its subledger.</summary>
internal sealed class XledgerSide
{
    public string? Code { get; set; }

    /// <summary>The full name on the employee.</summary>
    public required string Description { get; set; }

    public required string SubledgerDescription { get; set; }
    public string? FirstName { get; set; }
    public string? LastName { get; set; }
    public string? Email { get; set; }

    /// <summary>The e-mail address on the subledger; <see cref="Email"/> is that of employee and contact.</summary>
    public string? SubledgerEmail { get; set; }
    public string? Phone { get; set; }

    /// <summary>The phone number on the subledger; <see cref="Phone"/> is the contact's.</summary>
    public string? SubledgerPhone { get; set; }
    public DateOnly? Birthday { get; set; }
    public string? BankAccount { get; set; }
    public SampleAddress? Address { get; set; }
    public SampleAddress? SubledgerAddress { get; set; }

    /// <summary>Null for no gender; Xledger has two.</summary>
    public bool? Woman { get; set; }

    public string? JobTitle { get; set; }
    public string? SocialSec { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? Trial { get; set; }
    public DateOnly? Notice { get; set; }
    public DateOnly? To { get; set; }

    /// <summary>End of the record's validity; a later query lists it among the closed records only.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>Sets the address on employee, contact and subledger.</summary>
    public void SetEmail(string? email) => Email = SubledgerEmail = email;

    /// <summary>Sets the number on contact and subledger.</summary>
    public void SetPhone(string? phone) => Phone = SubledgerPhone = phone;

    /// <summary>Sets the address on contact and subledger.</summary>
    public void SetAddress(SampleAddress? address) => Address = SubledgerAddress = address;

    /// <summary>Sets both names and the full name that follows from them.</summary>
    public void SetNames(string firstName, string lastName)
    {
        FirstName = firstName;
        LastName = lastName;
        Description = SubledgerDescription = $"{firstName} {lastName}";
    }
}
