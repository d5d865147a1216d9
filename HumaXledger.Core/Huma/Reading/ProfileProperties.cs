using System.Collections.Frozen;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>What each field is called in Huma (contracts/huma.md 4.4): on the profile, and on a position.</summary>
internal static class ProfileProperties
{
    /// <summary>Fields that a PATCH of the profile takes.</summary>
    public static readonly FrozenDictionary<Field, string> OfProfile = new Dictionary<Field, string>
    {
        [Field.Email] = "email",
        [Field.EmploymentId] = "employmentId",
        [Field.GivenName] = "givenName",
        [Field.FamilyName] = "familyName",
        [Field.Phone] = "phone",
        [Field.DateOfBirth] = "birthDate",
        [Field.BankAccount] = "bankAccount",
        [Field.Address] = "homeAddress",
        [Field.Gender] = "gender",
    }.ToFrozenDictionary();

    /// <summary>Fields that a position holds, by the names of the position when read.</summary>
    public static readonly FrozenDictionary<Field, string> OfPosition = new Dictionary<Field, string>
    {
        [Field.JobTitle] = "title",
        [Field.EmploymentStart] = "contractStartDate",
        [Field.ProbationEnd] = "probationEndDate",
        [Field.TerminationNotice] = "terminationNoticeDate",
        [Field.EmploymentEnd] = "contractEndDate",
    }.ToFrozenDictionary();

    /// <summary>The deprecated properties of the profile that mirror the main position.</summary>
    public static readonly FrozenDictionary<Field, string> Mirrored = new Dictionary<Field, string>
    {
        [Field.JobTitle] = "jobTitle",
        [Field.EmploymentStart] = "employmentStartDate",
        [Field.ProbationEnd] = "probationEndDate",
        [Field.TerminationNotice] = "terminationNoticeDate",
        [Field.EmploymentEnd] = "employmentEndDate",
    }.ToFrozenDictionary();
}
