using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Ends the halving of a batch in which nothing goes through: when so many have been refused alone, one after the other
/// and for the same reason, the others would be too. Halving on would cost two requests for each of up to 500 people.
/// Whether two refusals are the same is asked, not which one it is.
/// </summary>
internal sealed class RefusalStreak
{
    /// <summary>After this many refusals in a row the cause is common to all.</summary>
    public const int Longest = 20;

    private Reason? _reason;
    private int _length;

    /// <summary>Whether the limit is reached.</summary>
    public bool GivesUp => _length >= Longest;

    /// <summary>Something of the batch was accepted: what is refused is refused for itself.</summary>
    public void Broken() => (_reason, _length) = (null, 0);

    /// <summary>Counts a refusal of a record that was sent alone.</summary>
    public void RefusedAlone(Reason reason)
    {
        _length = reason == _reason ? _length + 1 : 1;
        _reason = reason;
    }
}
