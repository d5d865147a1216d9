namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// The holders of each e-mail address, phone number and employment ID (contracts/huma.md 4.4: unique in Huma). E-mail
/// addresses are compared without case, phone numbers without spaces.
/// </summary>
internal sealed class UniqueValues
{
    private readonly Dictionary<string, Guid> _emails = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Guid> _phones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Guid> _employmentIds = new(StringComparer.Ordinal);

    /// <summary>Names of the properties whose value another user has.</summary>
    public IReadOnlyList<string> TakenBy(HumaUser user)
    {
        var taken = new List<string>();
        if (Other(_emails, user.Email, user.Id) || Other(_emails, user.RequestedEmail, user.Id))
            taken.Add("email");
        if (Other(_phones, Phone(user.Phone), user.Id))
            taken.Add("phone");
        if (Other(_employmentIds, user.EmploymentId, user.Id))
            taken.Add("employmentId");
        return taken;
    }

    /// <summary>Adds a user's values.</summary>
    public void Add(HumaUser user)
    {
        _emails[user.Email] = user.Id;
        if (user.RequestedEmail is { } requested)
            _emails[requested] = user.Id;
        if (Phone(user.Phone) is { } phone)
            _phones[phone] = user.Id;
        if (user.EmploymentId is { } employmentId)
            _employmentIds[employmentId] = user.Id;
    }

    /// <summary>Removes a user's values.</summary>
    public void Remove(HumaUser user)
    {
        _emails.Remove(user.Email);
        if (user.RequestedEmail is { } requested)
            _emails.Remove(requested);
        if (Phone(user.Phone) is { } phone)
            _phones.Remove(phone);
        if (user.EmploymentId is { } employmentId)
            _employmentIds.Remove(employmentId);
    }

    /// <summary>Removes all values.</summary>
    public void Clear()
    {
        _emails.Clear();
        _phones.Clear();
        _employmentIds.Clear();
    }

    private static bool Other(Dictionary<string, Guid> holders, string? value, Guid id) =>
        value is not null && holders.TryGetValue(value, out var holder) && holder != id;

    private static string? Phone(string? phone) => phone?.Replace(" ", "", StringComparison.Ordinal);
}
