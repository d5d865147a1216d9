using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>Removals of single persons; they open and seal again what is stored encrypted.</summary>
public sealed class PersonRemovals(
    ComparisonArchive archive,
    MessageVault messages,
    ValueVault values,
    TimeProvider clock
)
{
    /// <summary>Makes the keys ready. Call it before the transaction of a removal begins.</summary>
    internal void Prepare() => values.Prepare();

    /// <summary>The removal of one person in the open transaction of the context.</summary>
    internal PersonRemoval Of(SyncDbContext context, PersonTraces traces) =>
        new(context, traces, archive, messages, clock.GetUtcNow().UtcDateTime);
}
