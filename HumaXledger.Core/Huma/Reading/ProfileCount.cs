using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>Counts the profiles read and reports each, in order; the total is null until all lists are read.</summary>
internal sealed class ProfileCount(IProgress<ReadCount>? progress)
{
    private readonly Lock _gate = new();
    private ReadCount _now;

    /// <summary>One more profile is read, missing or a problem.</summary>
    public void Add() => Change(now => now with { Read = now.Read + 1 });

    /// <summary>The lists are read to their ends.</summary>
    public void Announce(int total) => Change(now => now with { Total = total });

    private void Change(Func<ReadCount, ReadCount> change)
    {
        lock (_gate)
        {
            _now = change(_now);
            progress?.Report(_now);
        }
    }
}
