using System.Globalization;
using System.Net.Http.Headers;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.FaultInjection;

/// <summary>
/// Faults that change data and not only an answer. <see cref="ClearFaults"/> restores keys and tokens.
/// </summary>
internal sealed class FaultEffects(SandboxWorld world)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TokenRow> _before = new(StringComparer.Ordinal);

    /// <summary>Applies a fault of such a kind and returns true; the call then continues on the changed data.</summary>
    public bool Meet(FaultRule rule, OutsideSystem system, HttpRequest request)
    {
        switch (rule.Kind)
        {
            case FaultKind.AccessRevoked:
                Deprive(request, system, key => world.HumaAccess.Deactivate(key), row => row.Revoked = true);
                return true;
            case FaultKind.RightRemoved:
                Deprive(
                    request,
                    system,
                    key => world.HumaAccess.MakeReadOnly(key),
                    row => row.Rights = row.Rights.Remove(rule.Right)
                );
                return true;
            case FaultKind.EditedMeanwhile:
                Make(
                    rule.Edit ?? throw new InvalidOperationException("A fault of kind EditedMeanwhile needs an Edit.")
                );
                return true;
            case FaultKind.DemoRefreshed:
                world.RefreshDemo();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Remembers a token before its rights are reduced.</summary>
    public void Note(TokenRow token)
    {
        lock (_gate)
            _before.TryAdd(token.Text, token);
    }

    /// <summary>Restores all keys and tokens.</summary>
    public void ClearFaults()
    {
        world.HumaAccess.RestoreKeys();
        lock (_gate)
        {
            world.Xledger.Edit(edit =>
            {
                foreach (var now in world.Xledger.Tokens.All())
                    if (_before.TryGetValue(now.Text, out var before))
                        edit.Change(now, row => (row.Revoked, row.Rights) = (before.Revoked, before.Rights));
            });
            _before.Clear();
        }
    }

    private void Deprive(HttpRequest request, OutsideSystem system, Action<Huma.HumaKey> key, Action<TokenRow> token)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var sent) || sent.Parameter is null)
            return;
        if (system == OutsideSystem.Huma && world.HumaAccess.KeyOf(sent.Parameter) is { } caller)
            key(caller);
        else if (
            system == OutsideSystem.Xledger
            && world.Xledger.Tokens.All().FirstOrDefault(row => row.Text == sent.Parameter) is { } known
        )
        {
            Note(known);
            world.Xledger.Edit(edit => edit.Change(known, token));
        }
    }

    private void Make(MeanwhileEdit edit)
    {
        var outcome =
            edit.System == OutsideSystem.Huma
                ? world.EditInHuma(Guid.Parse(edit.PersonId), edit.Field, edit.Text)
                : world.EditInXledger(int.Parse(edit.PersonId, CultureInfo.InvariantCulture), edit.Field, edit.Text);
        if (outcome != EditOutcome.Done)
            throw new InvalidOperationException($"The Edit of the fault failed: {outcome}.");
    }
}
