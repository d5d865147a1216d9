namespace HumaXledger.Core.Reasons;

/// <summary>Export and erasure of what is stored about one person.</summary>
public static class PersonalDataReasons
{
    /// <summary>What was typed is not the person's name. The name.</summary>
    public const string PersonNameNotTyped = "person.nameNotTyped";

    /// <summary>Nothing is stored about such a person.</summary>
    public const string PersonNotStored = "person.notStored";

    /// <summary>
    /// As far as is known they are still in one of the systems: their link and what was agreed are needed.
    /// </summary>
    public const string PersonStillKnown = "person.stillKnown";

    /// <summary>A review that is open has them in it.</summary>
    public const string PersonInReview = "person.inReview";

    /// <summary>A plan that is ready writes for them. Its number.</summary>
    public const string PersonInPlan = "person.inPlan";

    /// <summary>What would be erased is no longer what was shown.</summary>
    public const string ErasureChanged = "person.erasureChanged";

    /// <summary>Both systems are being read just now.</summary>
    public const string ComparisonUnderWay = "person.comparisonUnderWay";

    /// <summary>Of a pending change: everything about its person was erased.</summary>
    public const string PersonErased = "person.erased";
}
