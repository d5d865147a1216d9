using HumaXledger.Core.Sync;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.SetUp;

public partial class ConnectStep
{
    private string? _tokenProblem;
    private string? _idProblem;
    private string? _secretProblem;
    private bool _verifying;

    [Parameter, EditorRequired]
    public required SetUpForm Form { get; set; }

    /// <summary>What the page shows beside this step may be out of date.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    public required IStringLocalizer<Setup> Text { get; set; }

    [Inject]
    public required ConnectionSetup Setup { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required OutsideSystems Systems { get; set; }

    private void TokenTyped(string? token)
    {
        Form.Token = token ?? "";
        _tokenProblem = Form.Token.Length == 0 ? null : Problem();
    }

    private string? Problem() => Form.TokenProblem is { } code ? Text[$"Problem.{code}"].Value : null;

    private async Task VerifyAsync()
    {
        _tokenProblem = Problem();
        _idProblem = Form.HumaClientId.Trim().Length == 0 ? Text["IdMissing"].Value : null;
        _secretProblem = Form.HumaClientSecret.Trim().Length == 0 ? Text["SecretMissing"].Value : null;
        if (_verifying || !Form.Complete)
        {
            return;
        }

        _verifying = true;
        try
        {
            await foreach (var check in Setup.VerifyAsync(Form.Begin(), Form.Findings, User.Actor, Leaving))
            {
                Form.Note(check);
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

    private static string? Invalid(string? problem) => problem is null ? null : "true";
}
