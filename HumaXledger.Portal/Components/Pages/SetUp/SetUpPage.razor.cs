using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Shared.Blocks;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>
/// The set-up, from "Get an API token" to an established connection that has written nothing. Every answer is stored
/// when it is made; the page can be left and opened again.
/// </summary>
public sealed partial class SetUpPage
{
    private readonly List<string> _problems = [];
    private SetUpForm _form = null!;
    private SetUpStep _step;
    private ConnectStep? _connect;
    private ElementReference _heading;
    private DateTime? _continued;
    private bool _secretsEnded;
    private bool _ready;
    private bool _stored;
    private bool _moved;
    private bool _asking;

    /// <summary>Name of the step in the address; null opens the one to begin or continue with.</summary>
    [Parameter]
    public string? Step { get; set; }

    [Inject]
    public required IStringLocalizer<SetUpText> Text { get; set; }

    [Inject]
    public required ReasonSentences Reasons { get; set; }

    [Inject]
    public required ConnectionSetup Setup { get; set; }

    [Inject]
    public required SetupDrafts Drafts { get; set; }

    [Inject]
    public required OutsideSystems Systems { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required Snackbars Notifications { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    private string StepTitle => Text[$"Step.{_step}"];

    private IReadOnlyList<Step> StepItems =>
        [
            .. Enum.GetValues<SetUpStep>()
                .Select(step => new Step(
                    Text[$"Step.{step}"],
                    step == _step ? StepState.Current
                        : Done(step) ? StepState.Done
                        : StepState.Ahead,
                    CanOpen(step) ? SetUpAddress.Of(step) : null
                )),
        ];

    protected override async Task OnInitializedAsync()
    {
        _form = NewForm();
        if (await Drafts.ReadAsync(User.Actor, Leaving) is { } draft)
        {
            _form.Restore(draft);
            (_stored, _continued) = (true, draft.ChangedAt);
            _secretsEnded = _form is { Verified: false, Reached: > SetUpStep.Connect };
        }

        _ready = true;
    }

    protected override void OnParametersSet()
    {
        if (!_ready)
        {
            return;
        }

        if (Step is not null && SetUpAddress.Read(Step) is null)
        {
            Navigation.NotFound();
            return;
        }

        var step = Step is null ? _form.Reached : SetUpAddress.Read(Step)!.Value;
        if (Step is null || !CanOpen(step))
        {
            Navigation.NavigateTo(SetUpAddress.Of(CanOpen(step) ? step : SetUpStep.Connect), replace: true);
            return;
        }

        if (step != _step)
        {
            (_step, _moved) = (step, true);
            _problems.Clear();
        }
    }

    // The button that was pressed may be gone with its step: the focus moves to the heading of the next one.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_moved)
        {
            _moved = false;
            await _heading.FocusAsync();
        }
    }

    private SetUpForm NewForm() =>
        new()
        {
            HumaEnvironment = FirstChoice(Systems.HumaEnvironments),
            XledgerEnvironment = FirstChoice(Systems.XledgerEnvironments),
        };

    // With a sandbox configured it is the likely choice, otherwise the live system.
    private static string FirstChoice(IReadOnlyList<string> environments) =>
        environments.FirstOrDefault(name => name == "Sandbox")
        ?? environments.FirstOrDefault(name => name == "Live")
        ?? environments[0];

    private bool CanOpen(SetUpStep step) => step <= SetUpStep.Connect || !MissingForConnect().Any();

    private bool Done(SetUpStep step) =>
        step switch
        {
            SetUpStep.Token => _form.Reached > SetUpStep.Token,
            SetUpStep.Connect => !MissingForConnect().Any(),
            SetUpStep.NewPeople => _form.Reached > SetUpStep.NewPeople && CanOpen(step),
            _ => false,
        };

    /// <summary>What is missing: the sentence, and the field to fill in.</summary>
    private IEnumerable<(string Sentence, string Field)> MissingForConnect()
    {
        if (!_form.Verified)
        {
            yield return (Text["MissingVerify"], "huma-id");
            yield break;
        }

        if (_form.Entity is null)
        {
            yield return (Text["MissingEntity"], ChoiceForm.EntityId);
        }

        if (_form.Name.Trim().Length == 0)
        {
            yield return (Text["MissingName"], ChoiceForm.NameId);
        }

        if (_form.Overlaps.Count > 0)
        {
            yield return (Text["MissingOverlap"], ChoiceForm.GroupId);
        }
    }

    private IEnumerable<(string Sentence, string Field)> MissingFor(SetUpStep step) =>
        step switch
        {
            SetUpStep.Token => [],
            SetUpStep.Save when !_form.AuthorityConfirmed =>
            [
                .. MissingForConnect(),
                (Text["MissingAuthority"], SaveStep.AuthorityId),
            ],
            _ => MissingForConnect(),
        };

    private async Task<bool> MayLeaveAsync(SetUpStep step)
    {
        _problems.Clear();
        var missing = MissingFor(step).ToList();
        _problems.AddRange(missing.Select(one => one.Sentence));
        if (missing.Count > 0)
        {
            await Script.InvokeVoidAsync("hx.focus", missing[0].Field);
        }

        return missing.Count == 0;
    }

    private async Task NextAsync(SetUpStep step)
    {
        if (!await MayLeaveAsync(step))
        {
            return;
        }

        _continued = null;
        if (_form.Reached <= step)
        {
            _form.Reached = step + 1;
            await StoreAsync();
        }

        Navigation.NavigateTo(SetUpAddress.Of(step + 1));
    }

    private Task StoreAsync() => StoredAsync(Drafts.SaveAsync(_form.Answers, User.Actor, CancellationToken.None));

    private Task KeepAsync()
    {
        _secretsEnded = false;
        return StoredAsync(Drafts.KeepAsync(_form.Answers, _form.Verification!, User.Actor, CancellationToken.None));
    }

    private Task ForgetAsync() => StoredAsync(Drafts.ForgetAsync(_form.Answers, User.Actor, CancellationToken.None));

    private async Task StoredAsync(Task storing)
    {
        await storing;
        _stored = true;
        _problems.Clear();
    }

    private async Task DiscardAsync(SetUpForm shown)
    {
        await Drafts.DiscardAsync(User.Actor, Leaving);
        (_form, _stored, _asking, _continued) = (NewForm(), false, false, null);
        _problems.Clear();
        Notifications.Show(Tone.Success, Text["Discarded"]);
        Navigation.NavigateTo(SetUpAddress.Of(SetUpStep.Token));
    }

    private async Task SaveAsync(SetUpForm form)
    {
        if (
            !await MayLeaveAsync(SetUpStep.Save)
            || form.Credentials is not { } credentials
            || form.Choice is not { } choice
        )
        {
            return;
        }

        switch (await Setup.EstablishAsync(credentials, form.Findings, choice, User.Actor, Leaving))
        {
            case Answer<Guid>.Done done:
                await Drafts.DiscardAsync(User.Actor, CancellationToken.None);
                Notifications.Show(Tone.Success, $"{Text["Established"]} {Text["NothingWritten"]}");
                Navigation.NavigateTo($"/connections/{done.Value}/sync");
                break;
            case Answer<Guid>.Refused refused:
                _problems.Add(Reasons.Of(refused.Reason));
                break;
        }
    }
}
