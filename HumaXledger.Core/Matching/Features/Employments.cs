namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// Which of two records of one side tells of an earlier employment than a record of the other side does.
/// </summary>
/// <param name="today">Null where the day is not known; then only dates are compared with each other.</param>
internal sealed class Employments(RecordFeatures[] huma, RecordFeatures[] xledger, DateOnly? today)
{
    /// <summary>
    /// Whether <paramref name="earlier"/> is over beside <paramref name="later"/>, and this user's own employment is
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
