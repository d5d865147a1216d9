namespace HumaXledger.Core.Storage.Database;

/// <summary>Texts of the outside systems in columns that are neither sealed nor JSON.</summary>
internal static class StoredText
{
    /// <summary>
    /// PostgreSQL refuses U+0000 in a text: one such name would keep all from being stored that is stored with it.
    /// </summary>
    public static string Of(string text) => text.Replace('\0', '\uFFFD');
}
