using System.Runtime.CompilerServices;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>Tries a token or a key on its system, a line per check while it runs. Nothing is written there.</summary>
public sealed class SystemChecks(OutsideSystems systems)
{
    private const int SampleSize = 5;

    /// <summary>Fills <see cref="SetupFindings.Entities"/>.</summary>
    internal async IAsyncEnumerable<SetupCheck> XledgerAsync(
        string environment,
        XledgerToken token,
        SetupFindings findings,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var xledger = systems.Xledger(environment, token);
        yield return new SetupCheck(SetupCheck.XledgerReachable, SetupCheckState.Running);
        var reach = await TryAsync(SetupCheck.XledgerReachable, () => xledger.ProbeAsync(cancellation));
        yield return reach;
        if (reach.State == SetupCheckState.Failed)
        {
            yield break;
        }

        yield return new SetupCheck(SetupCheck.XledgerEntity, SetupCheckState.Running);
        var entity = await TryAsync(SetupCheck.XledgerEntity, async () =>
            findings.Listed = await xledger.ReadEntitiesAsync(cancellation)
        );
        var names = string.Join(", ", findings.Entities.Select(e => e.Name));
        yield return entity.State != SetupCheckState.Passed ? entity
        : findings.Listed.Complete ? entity with { Reason = new Reason(ConnectionReasons.SetupEntities, names) }
        : entity with
        {
            State = SetupCheckState.Warning,
            Reason = new Reason(ConnectionReasons.SetupOwnEntityOnly, names),
        };

        foreach (var right in XledgerRight.Needed)
        {
            yield return new SetupCheck(SetupCheck.XledgerRightCheck, SetupCheckState.Running, Right: right);
            var state = RightState.Granted;
            var check = await TryAsync(SetupCheck.XledgerRightCheck, async () =>
                state = await xledger.ProbeRightAsync(right, cancellation)
            );
            yield return check.State == SetupCheckState.Failed
                ? check with
                {
                    Right = right,
                }
                : new SetupCheck(SetupCheck.XledgerRightCheck, Outcome(state), Right: right);
        }
    }

    /// <summary>Fills <see cref="SetupFindings.Organization"/> and <see cref="SetupFindings.Groups"/>.</summary>
    internal async IAsyncEnumerable<SetupCheck> HumaAsync(
        string environment,
        string clientId,
        Secret clientSecret,
        SetupFindings findings,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var huma = systems.Huma(environment, clientId, clientSecret);
        yield return new SetupCheck(SetupCheck.HumaOrganization, SetupCheckState.Running);
        var organization = await TryAsync(SetupCheck.HumaOrganization, async () =>
            findings.Organization = await huma.ReadOrganizationAsync(cancellation)
        );
        yield return organization;
        if (organization.State == SetupCheckState.Failed)
        {
            yield break;
        }

        yield return new SetupCheck(SetupCheck.HumaGroups, SetupCheckState.Running);
        yield return await TryAsync(SetupCheck.HumaGroups, async () =>
            findings.Groups = await huma.ReadGroupsAsync(cancellation)
        );

        yield return new SetupCheck(SetupCheck.HumaUsers, SetupCheckState.Running);
        IReadOnlyList<HumaUser> sample = [];
        yield return await TryAsync(SetupCheck.HumaUsers, async () =>
            sample = await huma.ReadSomeUsersAsync(SampleSize, cancellation)
        );
        yield return sample.Any(user => user.Person.HeldByOtherIntegration)
            ? new SetupCheck(
                SetupCheck.OtherIntegration,
                SetupCheckState.Warning,
                new Reason(ConnectionReasons.SetupOtherIntegration)
            )
            : new SetupCheck(SetupCheck.OtherIntegration, SetupCheckState.Passed);
    }

    private static SetupCheckState Outcome(RightState state) =>
        state switch
        {
            RightState.Granted => SetupCheckState.Passed,
            RightState.Missing => SetupCheckState.Failed,
            _ => SetupCheckState.Untested,
        };

    private static async Task<SetupCheck> TryAsync(string code, Func<Task> probe)
    {
        try
        {
            await probe();
            return new SetupCheck(code, SetupCheckState.Passed);
        }
        catch (SystemFault fault)
        {
            return new SetupCheck(code, SetupCheckState.Failed, fault.Reason);
        }
    }
}
