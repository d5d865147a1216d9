namespace HumaXledger.Sandbox;

/// <summary>
/// The fields that Huma's own Xledger integration supports, as the sandbox page and the sample name them
/// (contracts/huma.md 4.4). Where each lives in both systems: <see cref="SandboxFields"/>.
/// </summary>
public enum SandboxField
{
    Email,
    EmploymentId,
    GivenName,
    FamilyName,
    Phone,
    BirthDate,
    BankAccount,

    /// <summary>One line: <c>street; postal code; place; country code</c>.</summary>
    Address,

    Gender,
    JobTitle,
    EmploymentStart,
    ProbationEnd,
    TerminationNotice,
    EmploymentEnd,
    Identification,
}
