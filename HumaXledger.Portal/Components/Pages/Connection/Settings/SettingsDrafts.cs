using HumaXledger.Core.Access;
using Microsoft.Extensions.Caching.Memory;

namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>
/// Keeps unsaved input of each user and section for an hour, so that it is there again after a change of language, a
/// reload or a closed tab. In the memory of this server; a restart forgets it.
/// </summary>
public sealed class SettingsDrafts(IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>A copy of the user's input; null without any.</summary>
    public SettingsDraft? Find(Actor user, Guid connectionId, SettingsSection section) =>
        cache.TryGetValue(new Key(user.Id, connectionId, section), out SettingsDraft? kept)
            ? new SettingsDraft(kept!)
            : null;

    /// <summary>Whether there is input of the user that is not saved.</summary>
    public bool Has(Actor user, Guid connectionId, SettingsSection section) =>
        cache.TryGetValue(new Key(user.Id, connectionId, section), out _);

    /// <summary>Keeps the input, or forgets it when there is nothing to save.</summary>
    public void Keep(Actor user, Guid connectionId, SettingsSection section, SettingsDraft draft)
    {
        var key = new Key(user.Id, connectionId, section);
        if (draft.IsChanged && user.Id.Length > 0)
        {
            cache.Set(key, new SettingsDraft(draft), new MemoryCacheEntryOptions { SlidingExpiration = Kept });
        }
        else
        {
            cache.Remove(key);
        }
    }

    private sealed record Key(string User, Guid Connection, SettingsSection Section);
}
