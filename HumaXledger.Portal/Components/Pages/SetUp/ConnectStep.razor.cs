using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>Step of the set-up: key and token, their verification, and what the connection covers.</summary>
public sealed partial class ConnectStep
{
    /// <summary>Id of the form that the button in the bar submits.</summary>
    public const string FormId = "connect";

    private TokenField? _token;
    private HumaKeyFields? _key;

    [Parameter, EditorRequired]
    public required SetUpForm Form { get; set; }

    /// <summary>Raised after an answer.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>Raised when all checks passed.</summary>
    [Parameter]
    public EventCallback Verified { get; set; }

    /// <summary>Raised when what was verified is to be entered again.</summary>
    [Parameter]
    public EventCallback Reopened { get; set; }

    [Inject]
    public required IStringLocalizer<SetUpText> Text { get; set; }

    [Inject]
    public required ConnectionSetup Setup { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required OutsideSystems Systems { get; set; }

    /// <summary>Whether the checks run.</summary>
    public bool Verifying { get; private set; }

    private async Task VerifyAsync()
    {
        // Both are validated, so that everything that is missing is shown at once.
        var (complete, token) = (_key!.Complete(), _token!.Read());
        if (Verifying || token is null || !complete)
        {
            return;
        }

        Verifying = true;
        try
        {
            // The page around it has the button.
            await Changed.InvokeAsync();
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
            Verifying = false;
        }

        await (Form.Verified ? Verified : Changed).InvokeAsync();
    }

    private async Task ReopenAsync(SetUpForm form)
    {
        form.Reopen();
        await Reopened.InvokeAsync();
    }
}
