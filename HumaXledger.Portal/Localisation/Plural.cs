namespace HumaXledger.Portal.Localisation;

/// <summary>
/// The plural form for a count, as the last part of a resource key. English, Norwegian and Swedish have two: one, and
/// any other number.
/// </summary>
public static class Plural
{
    /// <summary>Last part of the resource key for this count.</summary>
    public static string Of(int count) => count == 1 ? "One" : "Other";
}
