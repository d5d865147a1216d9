using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>
/// What others decided while a page of a review was open. Used by one circuit. Shown beside the rows: a line that
/// changes every few seconds must not render the rows.
/// </summary>
public sealed class ReviewUpdates
{
    private DecisionsOfOthers? _takenOver;

    /// <summary>What the rows do not show yet; null: nothing.</summary>
    public DecisionsOfOthers? Waiting { get; private set; }

    /// <summary>With what the rows took over and is not acknowledged yet; null: nothing.</summary>
    public DecisionsOfOthers? All { get; private set; }

    /// <summary>Raised when there is more or less to show.</summary>
    public event Action? Changed;

    /// <summary>Others decided this since the rows were made; null: nothing that differs.</summary>
    public void Report(DecisionsOfOthers? waiting) => Set(_takenOver, waiting);

    /// <summary>The rows show this session now.</summary>
    /// <param name="anew">Of another comparison than before.</param>
    public void TakeOver(ReviewSession session, bool anew)
    {
        var (takenOver, waiting) = anew ? (null, null) : (_takenOver, Waiting);
        if (session.DecidedByOthers is { } others)
        {
            takenOver = takenOver?.Then(others) ?? others;
        }

        Set(takenOver, waiting?.Version <= session.DecisionsVersion ? null : waiting);
    }

    /// <summary>What the rows took over was read.</summary>
    public void Acknowledge() => Set(null, Waiting);

    private void Set(DecisionsOfOthers? takenOver, DecisionsOfOthers? waiting)
    {
        if (ReferenceEquals(takenOver, _takenOver) && ReferenceEquals(waiting, Waiting))
        {
            return;
        }

        (_takenOver, Waiting) = (takenOver, waiting);
        All = takenOver?.Then(waiting) ?? waiting;
        Changed?.Invoke();
    }
}
