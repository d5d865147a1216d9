namespace HumaXledger.Core.People;

/// <summary>
/// What the text of a field is. How a value is compared, checked, masked, shown and read from JSON follows from it, so
/// that a new field of a kind that exists needs no code for any of these.
/// </summary>
public enum FieldKind
{
    /// <summary>Compared with letter case, checked for its length and its characters.</summary>
    Text,

    Email,
    Phone,

    /// <summary>A day of birth: <c>yyyy-MM-dd</c>, in the past.</summary>
    BirthDate,

    /// <summary>Any other day: <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>The JSON of <see cref="BankAccounts.BankAccount"/>.</summary>
    BankAccount,

    /// <summary>The JSON of <see cref="Addresses.Address"/>.</summary>
    Address,

    Gender,
    Identification,
}

/// <summary>What kinds have in common.</summary>
public static class FieldKinds
{
    public static bool IsDate(this FieldKind kind) => kind is FieldKind.BirthDate or FieldKind.Date;

    /// <summary>Whether the same text is another value in another country, and may state its country itself.</summary>
    public static bool HasCountry(this FieldKind kind) => kind.IsNumber() || kind == FieldKind.Address;

    /// <summary>Whether it is a national number: a phone number, an account or an identification.</summary>
    public static bool IsNumber(this FieldKind kind) =>
        kind is FieldKind.Phone or FieldKind.BankAccount or FieldKind.Identification;

    /// <summary>Whether there can be a finding that is no refusal.</summary>
    public static bool CanWarn(this FieldKind kind) =>
        kind is not (FieldKind.Text or FieldKind.Email or FieldKind.Phone);
}
