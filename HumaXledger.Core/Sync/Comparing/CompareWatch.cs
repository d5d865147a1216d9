using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Comparisons;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>Puts the counts of two parallel reads together into one progress.</summary>
internal sealed class CompareWatch(Guid comparisonId, IProgress<CompareProgress> progress)
{
    private readonly Lock _gate = new();
    private CompareProgress _now = new(
        comparisonId,
        ComparisonState.Running,
        default,
        default,
        Matching: false,
        Failure: null
    );

    /// <summary>Progress of reading Huma.</summary>
    public IProgress<ReadCount> Huma => new Counter(count => Change(now => now with { Huma = count }));

    /// <summary>Progress of reading Xledger.</summary>
    public IProgress<ReadCount> Xledger => new Counter(count => Change(now => now with { Xledger = count }));

    /// <summary>Both sides are read; matching begins.</summary>
    public void Matching() => Change(now => now with { Matching = true });

    /// <summary>The comparison has ended, as stored.</summary>
    public void Ended(ComparisonRecord record) =>
        Change(now => now with { State = record.State, Failure = record.Failure });

    private void Change(Func<CompareProgress, CompareProgress> change)
    {
        lock (_gate)
        {
            _now = change(_now);
            progress.Report(_now);
        }
    }

    // Progress<T> posts to a context and may reorder; counts must not run backwards.
    private sealed class Counter(Action<ReadCount> report) : IProgress<ReadCount>
    {
        public void Report(ReadCount value) => report(value);
    }
}
