using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>Step of the wizard: environments, token and key, and their verification.</summary>
public partial class ConnectStep
{
    private TokenField? _token;
    private HumaKeyFields? _key;
    private bool _verifying;

    [Parameter, EditorRequired]
    public required SetUpForm Form { get; set; }

    /// <summary>Raised when what the page shows beside this step may be out of date.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    public required IStringLocalizer<SetUpText> Text { get; set; }

    [Inject]
    public required ConnectionSetup Setup { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required OutsideSystems Systems { get; set; }

    private async Task VerifyAsync()
    {
        // Both are validated, so that everything that is missing is shown at once.
        var (token, complete) = (_token!.Read(), _key!.Complete());
        if (_verifying || token is null || !complete)
        {
            return;
        }

        _verifying = true;
        try
        {
            await foreach (var check in Setup.VerifyAsync(Form.Begin(token), Form.Findings, User.Actor, Leaving))
            {
                Form.Checks.Note(check);
                StateHasChanged();
            }

            if (Form.Findings.Passed)
            {
                Form.Accept();
            }
        }
        finally
        {
            _verifying = false;
        }

        await Changed.InvokeAsync();
    }

    private async Task Reopen()
    {
        Form.Reopen();
        await Changed.InvokeAsync();
    }
}
