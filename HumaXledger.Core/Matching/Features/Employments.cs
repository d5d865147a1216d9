namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// Decides which of two records of one side is of an earlier employment than a record of the other side.
/// </summary>
/// <param name="huma">Huma's records, by position.</param>
/// <param name="xledger">Xledger's records, by position.</param>
/// <param name="today">Null where the day is unknown; dates are then compared only with each other.</param>
internal sealed class Employments(RecordFeatures[] huma, RecordFeatures[] xledger, DateOnly? today)
{
    /// <summary>
    /// Whether <paramref name="earlier"/> has ended before <paramref name="later"/>, and this user's own employment has
    /// not.
    /// </summary>
    public bool XledgerIsEarlier(int user, int earlier, int later) =>
        IsEarlier(xledger[earlier].Employment, xledger[later].Employment, huma[user].Employment);

    /// <summary>As <see cref="XledgerIsEarlier"/>, for two users and an employee.</summary>
    public bool HumaIsEarlier(int employee, int earlier, int later) =>
        IsEarlier(huma[earlier].Employment, huma[later].Employment, xledger[employee].Employment);

    private bool IsEarlier(Period earlier, Period later, Period beside) =>
        earlier.IsEarlierThan(later, today)
        && !beside.IsBefore(later)
        && (earlier.IsBefore(beside) || !beside.HasEnded(today));
}
