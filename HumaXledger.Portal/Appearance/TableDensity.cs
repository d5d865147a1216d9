namespace HumaXledger.Portal.Appearance;

/// <summary>How high the rows of tables are, as the user chose it.</summary>
public static class TableDensity
{
    /// <summary>Written by <c>wwwroot/portal.js</c>, read by the server for the first response.</summary>
    public const string Cookie = "hx-density";

    /// <summary>The usual height.</summary>
    public const string Comfortable = "comfortable";

    /// <summary>More rows in a window.</summary>
    public const string Compact = "compact";

    /// <summary>The density of a cookie value; the usual one for an unknown value.</summary>
    public static string ByName(string? name) => name == Compact ? Compact : Comfortable;
}
