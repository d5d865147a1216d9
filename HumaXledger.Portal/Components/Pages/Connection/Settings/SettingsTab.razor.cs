using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>Keeps the input of the sections, saves it, and asks before it is lost.</summary>
public sealed partial class SettingsTab
{
    private readonly HashSet<SettingsSection> _unsaved = [];
    private DraftWriter? _writer;
    private SettingsDraft? _draft;
    private SettingsSection _section;
    private bool _saving;
    private Reason? _overtaken;
    private string? _leavingTo;

    [Parameter, EditorRequired]
    public required Core.Storage.Connections.Connection Connection { get; set; }

    /// <summary>The section of the address.</summary>
    [Parameter]
    public string? Section { get; set; }

    [Parameter]
    public EventCallback Saved { get; set; }

    [Inject]
    public required ConnectionSettings Settings { get; set; }

    [Inject]
    public required SettingsDrafts Drafts { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required ReasonSentences Sentences { get; set; }

    [Inject]
    public required Snackbars Notifications { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    private SettingsSection Current => SettingsSections.Of(Section);

    private bool MayChange => !Connection.IsEnded && User.May(Permission.ChangeSettings, Connection.Id);

    // An ended connection cannot be ended again.
    private IEnumerable<SettingsSection> Sections =>
        Enum.GetValues<SettingsSection>()
            .Where(section => section != SettingsSection.Disconnect || !Connection.IsEnded || section == Current);

    protected override async Task OnInitializedAsync()
    {
        _writer = new DraftWriter(Drafts, Connection.Id, User.Actor);
        if (MayChange)
        {
            _unsaved.UnionWith(
                (await Drafts.SectionsAsync(Connection.Id, User.Actor, Leaving)).Select(SettingsSections.Of)
            );
        }

        await OpenAsync();
        Follow(Connection.Id);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_draft is not null && _section != Current)
        {
            await OpenAsync();
        }
    }

    // Another user, or the same one in another window, may have saved. Unsaved input is kept.
    protected override async Task ReadAsync() =>
        await CompareAsync(await Settings.ReadAsync(Connection.Id, User.Actor, Leaving));

    protected override void Dispose(bool disposing)
    {
        if (disposing && _draft is not null)
        {
            _draft.Changed -= Edited;
        }

        base.Dispose(disposing);
    }

    // Each section has its own input: Save stores what is on the screen, and nothing else gets lost with it.
    private async Task OpenAsync()
    {
        SettingsSection section;
        SettingsValues stored;
        SettingsInput? kept;
        do
        {
            section = Current;
            stored = await Settings.ReadAsync(Connection.Id, User.Actor, Leaving);
            kept = _unsaved.Contains(section)
                ? await Drafts.ReadAsync(Connection.Id, $"{section}", User.Actor, Leaving)
                : null;
            // Another section was opened meanwhile.
        } while (section != Current);

        if (_draft is not null)
        {
            _draft.Changed -= Edited;
        }

        (_section, _overtaken) = (section, null);
        _draft = kept is null ? new SettingsDraft(stored) : new SettingsDraft(kept);
        _draft.Changed += Edited;
        await CompareAsync(stored);
    }

    private void Edited()
    {
        var input = MayChange ? _draft!.Unsaved : null;
        if (input is not null)
        {
            _unsaved.Add(_section);
            _ = KeepAsync(_section, input);
        }
        else if (_unsaved.Remove(_section))
        {
            _ = KeepAsync(_section, null);
        }

        StateHasChanged();
    }

    private async Task KeepAsync(SettingsSection section, SettingsInput? input)
    {
        try
        {
            await _writer!.KeepAsync(section, input);
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }

    private async Task CompareAsync(SettingsValues stored)
    {
        if (!_draft!.IsChanged)
        {
            if (!stored.IsSameAs(_draft.Shown))
            {
                _draft.Reset(stored);
            }
        }
        else if (_draft.Wanted.ConflictsWith(_draft.Shown, stored))
        {
            _overtaken ??= await Settings.OvertakenAsync(Connection.Id, User.Actor, Leaving);
        }
    }

    private bool IsUnsaved(SettingsSection section) => _unsaved.Contains(section);

    private Task SubmitAsync() =>
        _draft!.IsChanged && !_saving ? SaveAsync(_draft, overwrite: false) : Task.CompletedTask;

    // What the user's own inputs hold when the click is handled: the browser showed the last letter before the click,
    // even where the server had not drawn it yet.
    private async Task SaveAsync(SettingsDraft typed, bool overwrite)
    {
        if (typed.HasProblems)
        {
            typed.Try();
            Notifications.Show(Tone.Error, Text["Problems"]);
            await Script.InvokeVoidAsync("hx.focus", typed.FirstProblem);
            return;
        }

        // What was typed meanwhile would get lost when the stored values are shown.
        _saving = true;
        try
        {
            var refusal = await Settings.SaveAsync(
                Connection.Id,
                typed.Shown,
                typed.Wanted,
                overwrite,
                User.Actor,
                CancellationToken.None
            );
            if (refusal is { Overtaken: true })
            {
                _overtaken = refusal.Reason;
                return;
            }

            Notifications.ShowOutcome(refusal?.Reason, Sentences, Text[$"Saved.{Current}"]);
            if (refusal is null)
            {
                await StoredAsync();
            }
        }
        finally
        {
            _saving = false;
        }
    }

    private async Task StoredAsync()
    {
        await ResetAsync();
        await Saved.InvokeAsync();
    }

    private Task DiscardAsync(SettingsDraft draft) => ResetAsync();

    private async Task ResetAsync()
    {
        _overtaken = null;
        _draft!.Reset(await Settings.ReadAsync(Connection.Id, User.Actor, Leaving));
    }

    private void AskAsync(LocationChangingContext moving)
    {
        if (_draft?.IsChanged == true && MayChange && !IsHere(moving.TargetLocation))
        {
            moving.PreventNavigation();
            _leavingTo = moving.TargetLocation;
            StateHasChanged();
        }
    }

    // The input is there again after a change of language.
    private bool IsHere(string target) =>
        Navigation.ToAbsoluteUri(target).AbsolutePath is var path
        && (path == Navigation.ToAbsoluteUri(Navigation.Uri).AbsolutePath || path == LanguageSwitch.Path);

    private async Task LeaveAsync(string target)
    {
        _leavingTo = null;
        await ResetAsync();
        Navigation.NavigateTo(target);
    }
}
