using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;
using Radzen.Blazor;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>The set-up wizard, from "Get an API token" to an established connection that has written nothing.</summary>
public partial class SetUpPage
{
    private const int ConnectStepIndex = 1;
    private const int LastStep = 3;

    private readonly List<string> _problems = [];
    private SetUpForm _form = null!;
    private int _step;

    [Inject]
    public required IStringLocalizer<SetUpText> Text { get; set; }

    [Inject]
    public required ReasonSentences Reasons { get; set; }

    [Inject]
    public required ConnectionSetup Setup { get; set; }

    [Inject]
    public required OutsideSystems Systems { get; set; }

    [Inject]
    public required SetUpMemory Memory { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required Snackbars Notifications { get; set; }

    protected override void OnInitialized()
    {
        _form = new SetUpForm
        {
            Owner = User.Actor.Id,
            HumaEnvironment = FirstChoice(Systems.HumaEnvironments),
            XledgerEnvironment = FirstChoice(Systems.XledgerEnvironments),
        };
        if (Memory.Take() is { } earlier && earlier.Owner == _form.Owner)
        {
            _form.Restore(earlier);
            Memory.Form = _form;
            _step = ConnectStepIndex;
            _problems.Add(Text["EnterAgain"]);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Memory.Form = null;
        base.Dispose(disposing);
    }

    // With a sandbox configured it is the likely choice, otherwise the live system.
    private static string FirstChoice(IReadOnlyList<string> environments) =>
        environments.FirstOrDefault(name => name == "Sandbox")
        ?? environments.FirstOrDefault(name => name == "Live")
        ?? environments[0];

    private void GoTo(int step)
    {
        _problems.Clear();
        if (step > ConnectStepIndex && !MayLeaveConnect())
        {
            _step = ConnectStepIndex;
            return;
        }

        _step = Math.Clamp(step, 0, LastStep);
        Memory.Form = _form;
    }

    /// <summary>The step numbers at the top lead back freely, and forward only as far as the buttons do.</summary>
    private void MayGo(StepsCanChangeEventArgs change)
    {
        _problems.Clear();
        if (change.NewIndex > ConnectStepIndex && !MayLeaveConnect())
        {
            change.PreventDefault();
        }
    }

    private bool MayLeaveConnect()
    {
        _problems.AddRange(MissingForConnect());
        return _problems.Count == 0;
    }

    private IEnumerable<string> MissingForConnect()
    {
        if (!_form.Verified)
        {
            yield return Text["MissingVerify"];
            yield break;
        }

        if (_form.Entity is null)
        {
            yield return Text["MissingEntity"];
        }

        if (_form.Name.Trim().Length == 0)
        {
            yield return Text["MissingName"];
        }

        if (!_form.AuthorityConfirmed)
        {
            yield return Text["MissingAuthority"];
        }
    }

    private void Redraw()
    {
        _problems.Clear();
        StateHasChanged();
    }

    private async Task SaveAsync(SetUpForm form)
    {
        _problems.Clear();
        if (!MayLeaveConnect() || form.Draft is not { } draft || form.Choice is not { } choice)
        {
            return;
        }

        var answer = await Setup.EstablishAsync(draft, form.Findings, choice, User.Actor, Leaving);
        switch (answer)
        {
            case Answer<Guid>.Done done:
                Notifications.Show(Tone.Success, $"{Text["Established"]} {Text["NothingWritten"]}");
                Navigation.NavigateTo($"/connections/{done.Value}/sync");
                break;
            case Answer<Guid>.Refused refused:
                _problems.Add(Reasons.Of(refused.Reason));
                break;
        }
    }
}
