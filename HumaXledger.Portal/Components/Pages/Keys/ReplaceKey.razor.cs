using HumaXledger.Core;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.SetUp;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Components.Pages.Keys;

/// <summary>
/// Replaces the token or key of one side of a connection: entered, verified, saved instead of the old one.
/// </summary>
public partial class ReplaceKey
{
    private readonly CheckLines _checks = new();
    private TokenField? _tokenField;
    private HumaKeyFields? _keyFields;
    private SetupFindings _findings = new();
    private string _token = "";
    private string _clientId = "";
    private string _clientSecret = "";
    private NewKey? _key;
    private Reason? _refusal;
    private bool _authorityConfirmed;
    private bool _verifying;
    private bool _replacing;
    private bool _done;

    [Parameter, EditorRequired]
    public required Core.Storage.Connections.Connection Connection { get; set; }

    [Parameter, EditorRequired]
    public Side Side { get; set; }

    [Parameter]
    public EventCallback Replaced { get; set; }

    [Inject]
    public required KeyReplacement Replacement { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required ReasonSentences Sentences { get; set; }

    [Inject]
    public required IStringLocalizer<KeysText> Text { get; set; }

    [Inject]
    public required IStringLocalizer<SetUpText> SetUpText { get; set; }

    // As it was tried in, where it was: the row may have been changed since the page was opened.
    private string Environment =>
        _findings.Environment ?? (Side == Side.Huma ? Connection.HumaEnvironment : Connection.XledgerEnvironment);

    private async Task VerifyAsync()
    {
        if (_verifying || Typed() is not { } key)
        {
            return;
        }

        (_verifying, _done, _refusal, _findings) = (true, false, null, new SetupFindings());
        _checks.Clear();
        try
        {
            await foreach (var check in Replacement.VerifyAsync(Connection.Id, key, _findings, User.Actor, Leaving))
            {
                _checks.Note(check);
                StateHasChanged();
            }

            if (_findings.Passed)
            {
                // The pasted secret stays on the page no longer than needed.
                (_key, _token, _clientSecret) = (key, "", "");
            }
        }
        finally
        {
            _verifying = false;
        }
    }

    private NewKey? Typed() =>
        Side == Side.Xledger
            ? _tokenField!.Read() is { } token
                ? new NewKey.Xledger(token)
                : null
            : _keyFields!.Complete()
                ? new NewKey.Huma(_clientId.Trim(), new Secret(_clientSecret.Trim()))
                : null;

    private async Task ReplaceAsync(NewKey key)
    {
        _replacing = true;
        try
        {
            _refusal = await Replacement.ReplaceAsync(
                Connection.Id,
                key,
                _findings,
                _authorityConfirmed,
                User.Actor,
                Leaving
            );
        }
        finally
        {
            _replacing = false;
        }

        if (_refusal is null)
        {
            Forget();
            _done = true;
            await Replaced.InvokeAsync();
        }
    }

    private void Forget()
    {
        (_key, _authorityConfirmed, _refusal, _findings) = (null, false, null, new SetupFindings());
        _checks.Clear();
    }
}
