namespace HumaXledger.Portal.Localisation;

/// <summary>
/// Which form of a text goes with a count, as the last part of its key. English, Norwegian and Swedish have two: one
/// thing, or any other number.
/// </summary>
public static class Plural
{
    public static string Of(int count) => count == 1 ? "One" : "Other";
}
