namespace HumaXledger.Core.People;

/// <summary>
/// Entries that a table of fields has beyond its own. Empty in the product, and nothing in it adds any: the test that
/// adds a field loads this assembly a second time and fills these before it reads a table
/// (docs/adding-a-field.md).
/// </summary>
internal static class FurtherFields<TEntry>
{
    public static List<TEntry> Entries { get; } = [];
}
