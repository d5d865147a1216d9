namespace HumaXledger.Core.People;

/// <summary>The fifteen supported fields, in the order in which they are shown and written.</summary>
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
