using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Components.Shared;

/// <summary>
/// A masked value that can be revealed. The clear text lives in this component only, from the answer of <see
/// cref="Core.Sync.PersonalData.Reveal"/> until it is masked again: by a click, by the time limit, by leaving the page,
/// by revealing another number, or by a new value.
/// </summary>
public sealed partial class SensitiveValue : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private string? _clear;
    private (Field, FieldValue, PersonReference) _shown;
    private ITimer? _masking;
    private bool _asking;

    [Parameter, EditorRequired]
    public Field Field { get; set; }

    [Parameter, EditorRequired]
    public required FieldValue Value { get; set; }

    [Parameter, EditorRequired]
    public required PersonReference PersonReference { get; set; }

    /// <summary>Changes with the user's roles, which renders the component again.</summary>
    [CascadingParameter]
    public Task<AuthenticationState>? Roles { get; set; }

    [Inject]
    public required Reveal Reveal { get; set; }

    [Inject]
    public required SingleReveal Only { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required IOptions<RevealOptions> Rules { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    [Inject]
    public required SignInAgainPrompt Again { get; set; }

    private (Field, FieldValue, PersonReference) Subject => (Field, Value, PersonReference);

    private bool MayAsk =>
        User.May(Permission.SeeSensitive, PersonReference.ConnectionId)
        && User.May(Permission.SeePeople, PersonReference.ConnectionId);

    // A grid reuses the component for the next page's person, to whom the revealed value does not belong; it must also
    // vanish with the role.
    protected override void OnParametersSet()
    {
        if (_clear is not null && (_shown != Subject || !MayAsk))
        {
            Mask();
        }
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
        Mask();
    }

    private async Task ToggleAsync()
    {
        if (_clear is not null)
        {
            Mask();
            return;
        }

        // A second click during the request is ignored.
        if (_asking)
        {
            return;
        }

        var subject = Subject;
        _asking = true;
        var answer = await Reveal.ShowAsync(PersonReference, Field, Value, User.Actor, _leaving.Token);
        _asking = false;
        switch (answer)
        {
            case Answer<string>.Done(var clear) when subject == Subject && !_leaving.IsCancellationRequested:
                Only.Take(MaskFromElsewhere);
                (_clear, _shown) = (clear, subject);
                _masking = Clock.CreateTimer(
                    _ => MaskFromElsewhere(),
                    null,
                    Rules.Value.ShownFor,
                    Timeout.InfiniteTimeSpan
                );
                break;
            case Answer<string>.Refused(var reason):
                Again.Ask(reason);
                break;
        }
    }

    private void Mask()
    {
        _masking?.Dispose();
        (_clear, _masking) = (null, null);
        Only.Release(MaskFromElsewhere);
    }

    // The timer does not run on the circuit's dispatcher; the callback that masks for another number may not either.
    private void MaskFromElsewhere() =>
        _ = InvokeAsync(() =>
        {
            Mask();
            StateHasChanged();
        });
}
