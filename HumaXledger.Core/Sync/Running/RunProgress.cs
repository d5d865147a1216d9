using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
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
    /// <summary>
    /// The changes by system, in the order of writing. A system without a change is left out; empty where only the
    /// end of a run is reported.
    /// </summary>
    public IReadOnlyList<SystemProgress> Systems { get; init; } = [];

    /// <summary>What the run is doing.</summary>
    public RunPhase Phase =>
        State == RunState.Waiting || (Target is null && Done == 0 && Total > 0) ? RunPhase.Preparing
        : Done == Total ? RunPhase.Finishing
        : (Target ?? Systems.FirstOrDefault(system => system.Done < system.Total)?.System) == Side.Huma
            ? RunPhase.WritingToHuma
        : RunPhase.WritingToXledger;

    /// <summary>Changes that have ended.</summary>
    public int Done => Confirmed + Awaiting + Held + Refused + Failed;

    /// <summary>0–100; 100 only when nothing is left.</summary>
    public int Percent => Total == 0 ? 100 : (int)(100L * Done / Total);

    /// <summary>
    /// Whether the other value has come no further; requests, target and what is waited for may differ.
    /// </summary>
    public bool IsAsFarAs(RunProgress other) => (State, Total) == (other.State, other.Total) && Done >= other.Done;

    /// <summary>As it is shown once a stop was asked for: the run learns of it at the end of its batch.</summary>
    public RunProgress StopAsked() =>
        State is RunState.Waiting or RunState.Running ? this with { State = RunState.Stopping } : this;

    /// <summary>Whether the run has ended.</summary>
    public bool Ended => State is RunState.Completed or RunState.Failed or RunState.Stopped;
}

/// <summary>How many of the changes to one system have ended.</summary>
public sealed record SystemProgress(Side System, int Total, int Done)
{
    /// <summary>The systems that these changes are written to.</summary>
    internal static IReadOnlyList<SystemProgress> Of(IReadOnlyCollection<ChangeRecord> changes)
    {
        Span<int> total = stackalloc int[2];
        Span<int> open = stackalloc int[2];
        foreach (var change in changes)
        {
            var system = change.Target == Side.Xledger ? 0 : 1;
            total[system]++;
            open[system] += change.State is ChangeState.Planned or ChangeState.Sending ? 1 : 0;
        }

        List<SystemProgress> systems = [];
        foreach (var (index, system) in new[] { Side.Xledger, Side.Huma }.Index())
        {
            if (total[index] > 0)
            {
                systems.Add(new SystemProgress(system, total[index], total[index] - open[index]));
            }
        }

        return systems;
    }
}

/// <summary>What a run is doing; in this order.</summary>
public enum RunPhase
{
    /// <summary>Opens both systems and reads what the plan depends on.</summary>
    Preparing,
    WritingToXledger,
    WritingToHuma,

    /// <summary>Nothing is left to write.</summary>
    Finishing,
}
