using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Core.Sync.Activity;

/// <summary>Entries of the activity log that others depend on.</summary>
internal static class ActivityQueries
{
    /// <summary>
    /// The erasures of people of a connection. After one, what was read of its people before no longer holds.
    /// </summary>
    public static IQueryable<ActivityRecord> ErasuresOf(this SyncDbContext context, Guid connectionId) =>
        context.Activity.Where(act =>
            act.ConnectionId == connectionId
            && (act.What == ActivityCodes.PersonErased || act.What == ActivityCodes.PersonHistoryErased)
        );
}
