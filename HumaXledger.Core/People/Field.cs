namespace HumaXledger.Core.People;

/// <summary>
/// The supported fields, in the order they are shown and written everywhere. What each is and can do:
/// <see cref="FieldRules"/>. How one is added: docs/adding-a-field.md.
/// </summary>
public enum Field
{
    Email,
    EmploymentId,
    GivenName,
    FamilyName,
    Phone,
    DateOfBirth,
    BankAccount,
    Address,
    Gender,
    JobTitle,
    EmploymentStart,
    ProbationEnd,
    TerminationNotice,
    EmploymentEnd,
    Identification,
}
