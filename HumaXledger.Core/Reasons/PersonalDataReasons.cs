namespace HumaXledger.Core.Reasons;

/// <summary>Export and erasure of the data stored about one person.</summary>
public static class PersonalDataReasons
{
    /// <summary>The typed name is not the person's. Arguments: the name.</summary>
    public const string PersonNameNotTyped = "person.nameNotTyped";

    /// <summary>No data is stored about this person.</summary>
    public const string PersonNotStored = "person.notStored";

    /// <summary>The person is, as far as is known, still in one of the systems: link and baseline are needed.</summary>
    public const string PersonStillKnown = "person.stillKnown";

    /// <summary>An open review includes the person.</summary>
    public const string PersonInReview = "person.inReview";

    /// <summary>A plan that is ready writes for the person. Arguments: its number.</summary>
    public const string PersonInPlan = "person.inPlan";

    /// <summary>The data to be erased differs from what was shown.</summary>
    public const string ErasureChanged = "person.erasureChanged";

    /// <summary>Both systems are being read.</summary>
    public const string ComparisonUnderWay = "person.comparisonUnderWay";

    /// <summary>A pending change whose person was erased.</summary>
    public const string PersonErased = "person.erased";
}
