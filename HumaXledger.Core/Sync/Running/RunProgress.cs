using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Runs;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Where a run is now. Each value replaces the one before it; a listener may miss some and lose nothing.
/// </summary>
/// <param name="Target">The system that is being written to; null before the first and after the last batch.</param>
/// <param name="Requests">Requests to Xledger so far, against the forecast.</param>
/// <param name="Failure">Why it ended, or, while it has not ended, what it waits for.</param>
public sealed record RunProgress(
    Guid RunId,
    RunState State,
    int Total,
    int Confirmed,
    int Awaiting,
    int Held,
    int Refused,
    int Failed,
    Side? Target,
    int Requests,
    Reason? Failure
)
{
    /// <summary>Changes that have ended.</summary>
    public int Done => Confirmed + Awaiting + Held + Refused + Failed;

    /// <summary>0–100; 100 only when nothing is left.</summary>
    public int Percent => Total == 0 ? 100 : (int)(100L * Done / Total);

    /// <summary>As it is shown once a stop was asked for: the run learns of it at the end of its batch.</summary>
    public RunProgress StopAsked() =>
        State is RunState.Waiting or RunState.Running ? this with { State = RunState.Stopping } : this;

    /// <summary>Whether the run has ended.</summary>
    public bool Ended => State is RunState.Completed or RunState.Failed or RunState.Stopped;
}
