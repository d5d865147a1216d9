using System.Runtime.CompilerServices;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Connects two systems: verifies what was typed in by really calling both, then stores the connection. Writes to
/// neither system.
/// </summary>
public sealed class ConnectionSetup(
    SystemChecks checks,
    IDbContextFactory<SyncDbContext> contexts,
    SecretVault vault,
    TimeProvider clock
)
{
    /// <summary>
    /// Probes both systems, a line per check while it runs; <paramref name="findings"/> is filled on the way.
    /// </summary>
    public async IAsyncEnumerable<SetupCheck> VerifyAsync(
        SetupCredentials credentials,
        SetupFindings findings,
        Actor by,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        by.DemandEverywhere(Permission.SetUp);
        var passed = true;
        await foreach (
            var check in checks.HumaAsync(
                credentials.HumaEnvironment,
                credentials.HumaClientId,
                credentials.HumaClientSecret,
                findings,
                cancellation
            )
        )
        {
            passed &= check.State != SetupCheckState.Failed;
            yield return check;
        }

        await foreach (
            var check in checks.XledgerAsync(
                credentials.XledgerEnvironment,
                credentials.XledgerToken,
                findings,
                cancellation
            )
        )
        {
            passed &= check.State != SetupCheckState.Failed;
            yield return check;
        }

        findings.Passed = passed;
    }

    /// <summary>
    /// Connections that would claim the same people as this choice: the same entity, or the same Huma organization
    /// where the groups are not kept apart.
    /// </summary>
    public async Task<IReadOnlyList<OverlappingConnection>> FindOverlapsAsync(
        SetupCredentials credentials,
        SetupFindings findings,
        SetupChoice choice,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.DemandEverywhere(Permission.SetUp);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await FindOverlapsAsync(context, credentials, findings, choice, cancellation);
    }

    private static async Task<IReadOnlyList<OverlappingConnection>> FindOverlapsAsync(
        SyncDbContext context,
        SetupCredentials credentials,
        SetupFindings findings,
        SetupChoice choice,
        CancellationToken cancellation
    )
    {
        var organization = findings.Organization?.OrganizationId;
        return await context
            .Connections.AsNoTracking()
            .NotEnded()
            .Where(other =>
                (
                    other.XledgerEnvironment == credentials.XledgerEnvironment
                    && other.XledgerEntityId == choice.Entity.OwnerDbId
                )
                || (
                    other.HumaEnvironment == credentials.HumaEnvironment
                    && other.HumaOrganizationId == organization
                    && (choice.Group == null || other.HumaGroupId == null || other.HumaGroupId == choice.Group.Id)
                )
            )
            .OrderBy(other => other.Name)
            .Select(other => new OverlappingConnection(other.Id, other.Name))
            .ToListAsync(cancellation);
    }

    /// <summary>The name that a connection has unless the user gives another: that of the entity.</summary>
    public static string NameOf(XledgerEntity entity) => GivenText.Usable(entity.Name, ConnectionSettings.LongestName);

    /// <summary>
    /// Stores the connection; nothing is written to either system. Refused (a reason) when it was not verified, has no
    /// usable name, is not confirmed, or overlaps.
    /// </summary>
    public async Task<Answer<Guid>> EstablishAsync(
        SetupCredentials credentials,
        SetupFindings findings,
        SetupChoice choice,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.DemandEverywhere(Permission.SetUp);
        if (!findings.Passed || findings.Organization is not { } organization)
        {
            return new Answer<Guid>.Refused(new Reason(ConnectionReasons.SetupNotVerified));
        }

        if (!ConnectionSettings.IsName(choice.Name))
        {
            return new Answer<Guid>.Refused(
                new Reason(ConnectionReasons.NameUnusable, $"{ConnectionSettings.LongestName}")
            );
        }

        if (!choice.AuthorityConfirmed)
        {
            return new Answer<Guid>.Refused(new Reason(ConnectionReasons.SetupAuthorityNotConfirmed));
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // Held to the end, so that of two set-ups at once the second sees what the first has stored.
        await ActivityChain.TakeHeadAsync(context, cancellation);
        if (await FindOverlapsAsync(context, credentials, findings, choice, cancellation) is [var other, ..])
        {
            return new Answer<Guid>.Refused(new Reason(ConnectionReasons.SetupOverlap, other.Name));
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var connection = new Connection
        {
            Id = id,
            Name = choice.Name.Trim(),
            State = ConnectionState.Established,
            HumaEnvironment = credentials.HumaEnvironment,
            HumaClientId = credentials.HumaClientId,
            HumaClientSecret = vault.Protect(
                credentials.HumaClientSecret,
                SecretKind.HumaClientSecret,
                id,
                credentials.HumaEnvironment
            ),
            HumaOrganizationId = organization.OrganizationId,
            HumaGroupId = choice.Group?.Id,
            HumaGroupType = choice.Group?.Type,
            HumaGroupName = choice.Group?.Name,
            XledgerEnvironment = credentials.XledgerEnvironment,
            XledgerToken = vault.Protect(
                credentials.XledgerToken.Secret,
                SecretKind.XledgerToken,
                id,
                credentials.XledgerEnvironment
            ),
            XledgerTokenFingerprint = SecretFingerprint.Of(credentials.XledgerToken.Secret.Reveal()),
            XledgerEntityId = choice.Entity.OwnerDbId,
            XledgerEntityName = choice.Entity.Name,
            AddNewPeople = choice.AddNewPeople,
            AuthorityConfirmedBy = who,
            AuthorityConfirmedAt = now,
            CreatedAt = now,
            DefaultPolicy = PolicyRule.Ask,
        };
        context.Connections.Add(connection);
        context.Activity.Add(
            ActivityRecord.Of(by, ActivityCodes.ConnectionEstablished, now, connection.Id, [connection.Name])
        );
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new Answer<Guid>.Done(connection.Id);
    }
}
