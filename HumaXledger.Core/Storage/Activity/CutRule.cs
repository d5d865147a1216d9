namespace HumaXledger.Core.Storage.Activity;

/// <summary>What may have been cut off the activity log, by the settings. They are not in the database.</summary>
/// <param name="Days">Entries older than this may be gone; null where none may.</param>
/// <param name="Now">UTC; a cut cannot be of a later time.</param>
public readonly record struct CutRule(int? Days, DateTime Now)
{
    // Clocks of the nodes that share a database.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    // Longest time without any entry in a portal that is in use.
    private static readonly TimeSpan LongestGap = TimeSpan.FromDays(31);

    /// <summary>Whether a cut at this time may have removed an entry of that time.</summary>
    public bool Explains(DateTime cutAt, DateTime entryAt) =>
        Days is { } days && cutAt <= Now + Skew && entryAt < cutAt.AddDays(-days);

    /// <summary>
    /// Whether a cut at this time may have left an entry of that time as the first one: it removes no more than it has
    /// to, so the first one that is left is hardly younger than what was removed.
    /// </summary>
    public bool MayLeaveFirst(DateTime cutAt, DateTime entryAt) => Explains(cutAt, entryAt - LongestGap);
}
