using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Connections;

namespace HumaXledger.Tests.Sync.Connections;

/// <summary>Changes to the settings of a connection, as an administrator saves them who sees the stored ones.</summary>
internal static class SettingsChange
{
    /// <returns>Why it was refused; null where it is stored.</returns>
    public static async Task<Reason?> ChangeAsync(
        this ConnectionSettings settings,
        Guid connectionId,
        Func<SettingsValues, SettingsValues> change,
        Actor by,
        CancellationToken cancellation
    )
    {
        var shown = await settings.ReadAsync(connectionId, Actor.System, cancellation);
        return (
            await settings.SaveAsync(connectionId, shown, change(shown), overwrite: false, by, cancellation)
        )?.Reason;
    }

    /// <summary>The same with another limit of one guard.</summary>
    public static SettingsValues With(this SettingsValues values, GuardKind kind, GuardLimit limit) =>
        values with
        {
            Limits = new Dictionary<GuardKind, GuardLimit>(values.Limits) { [kind] = limit },
        };
}
