using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>Connects two systems: verifies what was typed in by really calling both, then stores the connection. Writes to neither system.</summary>
public sealed class ConnectionSetup(OutsideSystems systems, IDbContextFactory<SyncDbContext> contexts, SecretVault vault, ActivityLog activity, TimeProvider clock)
{
    private const int SampleSize = 5;

    /// <summary>Probes both systems, a line per check while it runs; <paramref name="findings"/> is filled on the way.</summary>
    public async IAsyncEnumerable<SetupCheck> VerifyAsync(SetupDraft draft, SetupFindings findings, Actor by, [EnumeratorCancellation] CancellationToken cancellation)
    {
        by.Demand(Permission.SetUp);
        var passed = true;
        await foreach (var check in VerifyXledgerAsync(draft, findings, cancellation))
        {
            passed &= check.State != SetupCheckState.Failed;
            yield return check;
        }

        await foreach (var check in VerifyHumaAsync(draft, findings, cancellation))
        {
            passed &= check.State != SetupCheckState.Failed;
            yield return check;
        }

        findings.Passed = passed;
    }

    /// <summary>Connections that would claim the same people as this choice: the same entity, or the same Huma organization where the groups are not kept apart.</summary>
    public async Task<IReadOnlyList<string>> FindOverlapsAsync(SetupDraft draft, SetupFindings findings, SetupChoice choice, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var organization = findings.Organization?.OrganizationId;
        return await context.Connections.AsNoTracking()
            .Where(other => other.DisconnectedAt == null)
            .Where(other =>
                (other.XledgerEnvironment == draft.XledgerEnvironment && other.XledgerEntityId == choice.Entity.OwnerDbId)
                || (other.HumaEnvironment == draft.HumaEnvironment && other.HumaOrganizationId == organization
                    && (choice.Group == null || other.HumaGroupId == null || other.HumaGroupId == choice.Group.Id)))
            .OrderBy(other => other.Name)
            .Select(other => other.Name)
            .ToListAsync(cancellation);
    }

    /// <summary>Stores the connection; nothing is written to either system. Refused (a reason) when it was not verified, not confirmed, or overlaps.</summary>
    public async Task<Answer<Guid>> EstablishAsync(SetupDraft draft, SetupFindings findings, SetupChoice choice, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.SetUp);
        if (!findings.Passed || findings.Organization is not { } organization)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.SetupNotVerified));
        }

        if (!choice.AuthorityConfirmed)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.SetupAuthorityNotConfirmed));
        }

        if (await FindOverlapsAsync(draft, findings, choice, cancellation) is [var other, ..])
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.SetupOverlap, other));
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var connection = new Connection
        {
            Id = id,
            Name = choice.Name.Trim(),
            State = ConnectionState.Established,
            HumaEnvironment = draft.HumaEnvironment,
            HumaClientId = draft.HumaClientId,
            HumaClientSecret = vault.Protect(draft.HumaClientSecret, SecretKind.HumaClientSecret, id),
            HumaOrganizationId = organization.OrganizationId,
            HumaGroupId = choice.Group?.Id,
            HumaGroupType = choice.Group?.Type,
            HumaGroupName = choice.Group?.Name,
            XledgerEnvironment = draft.XledgerEnvironment,
            XledgerToken = vault.Protect(draft.XledgerToken.Secret, SecretKind.XledgerToken, id),
            XledgerTokenFingerprint = Fingerprint(draft.XledgerToken.Secret.Reveal()),
            XledgerEntityId = choice.Entity.OwnerDbId,
            XledgerEntityName = choice.Entity.Name,
            AddNewPeople = choice.AddNewPeople,
            AuthorityConfirmedBy = who,
            AuthorityConfirmedAt = now,
            CreatedAt = now,
            DefaultPolicy = PolicyRule.Ask,
        };
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        context.Connections.Add(connection);
        await context.SaveChangesAsync(cancellation);
        await activity.AppendAsync(by, ActivityCodes.ConnectionEstablished, connection.Id, [connection.Name], cancellation);
        return new Answer<Guid>.Done(connection.Id);
    }

    internal static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async IAsyncEnumerable<SetupCheck> VerifyXledgerAsync(SetupDraft draft, SetupFindings findings, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var xledger = systems.Xledger(draft.XledgerEnvironment, draft.XledgerToken);
        yield return new SetupCheck(SetupCheck.XledgerReachable, SetupCheckState.Running);
        var reach = await TryAsync(SetupCheck.XledgerReachable, () => xledger.ProbeAsync(cancellation));
        yield return reach;
        if (reach.State == SetupCheckState.Failed)
        {
            yield break;
        }

        yield return new SetupCheck(SetupCheck.XledgerEntity, SetupCheckState.Running);
        var entity = await TryAsync(SetupCheck.XledgerEntity, async () => findings.Entities = await xledger.ReadEntitiesAsync(cancellation));
        yield return entity with { Reason = entity.Reason ?? new Reason(ReasonCodes.SetupEntities, string.Join(", ", findings.Entities.Select(e => e.Name))) };

        foreach (var right in XledgerRight.Needed)
        {
            yield return new SetupCheck(SetupCheck.XledgerRightCheck, SetupCheckState.Running, Right: right);
            var state = RightState.Granted;
            var check = await TryAsync(SetupCheck.XledgerRightCheck, async () => state = await xledger.ProbeRightAsync(right, cancellation));
            yield return check.State == SetupCheckState.Failed ? check with { Right = right } : new SetupCheck(SetupCheck.XledgerRightCheck, Outcome(state), Right: right);
        }
    }

    private async IAsyncEnumerable<SetupCheck> VerifyHumaAsync(SetupDraft draft, SetupFindings findings, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var huma = systems.Huma(draft.HumaEnvironment, draft.HumaClientId, draft.HumaClientSecret);
        yield return new SetupCheck(SetupCheck.HumaOrganization, SetupCheckState.Running);
        var organization = await TryAsync(SetupCheck.HumaOrganization, async () => findings.Organization = await huma.ReadOrganizationAsync(cancellation));
        yield return organization;
        if (organization.State == SetupCheckState.Failed)
        {
            yield break;
        }

        yield return new SetupCheck(SetupCheck.HumaGroups, SetupCheckState.Running);
        yield return await TryAsync(SetupCheck.HumaGroups, async () => findings.Groups = await huma.ReadGroupsAsync(cancellation));

        yield return new SetupCheck(SetupCheck.HumaUsers, SetupCheckState.Running);
        IReadOnlyList<HumaUser> sample = [];
        yield return await TryAsync(SetupCheck.HumaUsers, async () => sample = await huma.ReadSomeUsersAsync(SampleSize, cancellation));
        yield return sample.Any(user => user.Person.HeldByOtherIntegration)
            ? new SetupCheck(SetupCheck.OtherIntegration, SetupCheckState.Warning, new Reason(ReasonCodes.SetupOtherIntegration))
            : new SetupCheck(SetupCheck.OtherIntegration, SetupCheckState.Passed);
    }

    private static SetupCheckState Outcome(RightState state) => state switch
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
        catch (XledgerFault fault)
        {
            return new SetupCheck(code, SetupCheckState.Failed, fault.Reason);
        }
        catch (HumaFault fault)
        {
            return new SetupCheck(code, SetupCheckState.Failed, fault.Reason);
        }
    }
}
