namespace HumaXledger.Core.People;

/// <summary>
/// Job titles: free text in Xledger, an entry of a shared register in Huma. Letter case is a difference, since
/// contracts print it.
/// </summary>
public static class JobTitle
{
    /// <summary>Composed letters (NFC) and collapsed white space; letter case is kept.</summary>
    public static string Normalise(string text) => Spelling.Collapse(text);

    /// <summary>
    /// The key by which Huma's register is searched before a new entry is added: titles with the same key mean the same
    /// entry.
    /// </summary>
    public static string RegisterKey(string text) => Spelling.Collapse(text).ToLowerInvariant();
}
