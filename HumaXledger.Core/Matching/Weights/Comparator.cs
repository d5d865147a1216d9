using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching.Weights;

/// <summary>The attributes that are compared; at most one level of each is observed for a pair.</summary>
internal enum Comparator
{
    Email,
    EmploymentId,
    GivenName,
    FamilyName,
    Phone,
    DateOfBirth,
    Address,
    Identification,
    Gender,
    Employment,
}

/// <summary>What the attributes are called.</summary>
internal static class Comparators
{
    /// <summary>The field that evidence of the attribute names.</summary>
    public static Field FieldOf(this Comparator comparator) =>
        comparator switch
        {
            Comparator.Email => Field.Email,
            Comparator.EmploymentId => Field.EmploymentId,
            Comparator.GivenName => Field.GivenName,
            Comparator.FamilyName => Field.FamilyName,
            Comparator.Phone => Field.Phone,
            Comparator.DateOfBirth => Field.DateOfBirth,
            Comparator.Address => Field.Address,
            Comparator.Identification => Field.Identification,
            Comparator.Gender => Field.Gender,
            _ => Field.EmploymentStart,
        };
}
