using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Connections;

namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>
/// Stores the unsaved input of one page in the order in which it was made; of what is typed faster than it is stored,
/// the newest. Only used on the page's own thread. Goes on when the page is left.
/// </summary>
internal sealed class DraftWriter(SettingsDrafts drafts, Guid connectionId, Actor user)
{
    private readonly Dictionary<SettingsSection, SettingsInput?> _waiting = [];
    private bool _writing;

    /// <summary>Stores the input of a section; null removes what is stored.</summary>
    /// <returns>
    /// Completes when it is stored, or at once while an earlier call stores it. While the database is away the input
    /// waits for the next call.
    /// </returns>
    public async Task KeepAsync(SettingsSection section, SettingsInput? input)
    {
        _waiting[section] = input;
        if (_writing)
        {
            return;
        }

        _writing = true;
        try
        {
            while (_waiting.Count > 0)
            {
                await WriteAsync(_waiting.First());
            }
        }
        catch (Exception fault) when (StoreFault.PassingCauseOf(fault) is not null)
        {
            // Saving says so when it is tried; what is typed is still on the page.
        }
        finally
        {
            _writing = false;
        }
    }

    private async Task WriteAsync(KeyValuePair<SettingsSection, SettingsInput?> next)
    {
        var (section, input) = next;
        if (input is null)
        {
            await drafts.DiscardAsync(connectionId, $"{section}", user, CancellationToken.None);
        }
        else
        {
            await drafts.KeepAsync(connectionId, $"{section}", input, user, CancellationToken.None);
        }

        if (_waiting.TryGetValue(section, out var newest) && ReferenceEquals(newest, input))
        {
            _waiting.Remove(section);
        }
    }
}
