namespace HumaXledger.Core.People;

/// <summary>
/// Job titles: free text in Xledger, an entry of a shared register in Huma. Letter case is a difference, since
/// contracts print it.
/// </summary>
public static class JobTitle
{
    public static string Normalise(string text) => Spelling.Collapse(text);

    /// <summary>
    /// What two titles share that mean the same entry of Huma's register: a title is looked up by this before a new one
    /// is made.
    /// </summary>
    public static string RegisterKey(string text) => Spelling.Collapse(text).ToLowerInvariant();
}
