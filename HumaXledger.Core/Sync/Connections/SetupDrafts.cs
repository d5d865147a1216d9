using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Keeps a set-up until it is finished or discarded: one per user, whatever page, language or server it is continued
/// on. Verified secrets are kept for <see cref="Kept"/>, the answers as long as <c>Retention:SetupDraftsDays</c> says.
/// </summary>
public sealed class SetupDrafts(IDbContextFactory<SyncDbContext> contexts, SecretVault vault, TimeProvider clock)
{
    /// <summary>How long verified secrets are kept after they were verified.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>When the user's draft changed last, UTC; null where there is none.</summary>
    public async Task<DateTime?> ChangedAtAsync(Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.SetUp);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await Of(context, by).Select(draft => (DateTime?)draft.ChangedAt).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>
    /// The user's draft; null where there is none. One whose encryption keys are lost is removed.
    /// </summary>
    public async Task<SetupDraft?> ReadAsync(Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.SetUp);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.RemoveExpiredSecretsAsync(Now, cancellation);
        if (await Of(context, by).AsNoTracking().SingleOrDefaultAsync(cancellation) is not { } draft)
        {
            return null;
        }

        try
        {
            var answers = vault.ReadJson<SetupAnswers>(draft.Answers, SecretKind.SetupAnswers, draft.Id);
            return new SetupDraft(answers, VerifiedOf(draft, answers), draft.ChangedAt);
        }
        catch (Exception fault) when (fault is SecretUnreadable or JsonException)
        {
            await Of(context, by).ExecuteDeleteAsync(cancellation);
            return null;
        }
    }

    /// <summary>Stores the answers; what was verified before stays as it is.</summary>
    public async Task SaveAsync(SetupAnswers answers, Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.SetUp);
        await ChangeAsync(
            by,
            draft => draft.Answers = vault.WriteJson(Usable(answers), SecretKind.SetupAnswers, draft.Id),
            cancellation
        );
    }

    /// <summary>Stores the answers with what was verified now.</summary>
    public async Task KeepAsync(SetupAnswers answers, VerifiedSetup verified, Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.SetUp);
        var (credentials, findings) = (verified.Credentials, verified.Findings);
        var stored = new StoredFindings(
            credentials.HumaEnvironment,
            credentials.HumaClientId,
            credentials.XledgerEnvironment,
            findings.Organization!,
            findings.Groups,
            findings.Entities,
            findings.Listed.Complete,
            verified.Checks
        );
        await ChangeAsync(
            by,
            draft =>
            {
                draft.Answers = vault.WriteJson(Usable(answers), SecretKind.SetupAnswers, draft.Id);
                draft.Findings = vault.WriteJson(stored, SecretKind.SetupFindings, draft.Id);
                draft.HumaClientSecret = vault.Protect(
                    credentials.HumaClientSecret,
                    SecretKind.DraftHumaClientSecret,
                    draft.Id
                );
                draft.XledgerToken = vault.Protect(
                    credentials.XledgerToken.Secret,
                    SecretKind.DraftXledgerToken,
                    draft.Id
                );
                draft.SecretsUntil = Now + Kept;
            },
            cancellation
        );
    }

    /// <summary>Removes what was verified, because it is to be entered again; the answers are stored.</summary>
    public async Task ForgetAsync(SetupAnswers answers, Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.SetUp);
        await ChangeAsync(
            by,
            draft =>
            {
                draft.Answers = vault.WriteJson(Usable(answers), SecretKind.SetupAnswers, draft.Id);
                (draft.Findings, draft.HumaClientSecret, draft.XledgerToken, draft.SecretsUntil) = (
                    null,
                    null,
                    null,
                    null
                );
            },
            cancellation
        );
    }

    /// <summary>Removes the user's draft.</summary>
    public async Task DiscardAsync(Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.SetUp);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await Of(context, by).ExecuteDeleteAsync(cancellation);
    }

    private static IQueryable<SetupDraftRecord> Of(SyncDbContext context, Actor by) =>
        context.SetupDrafts.Where(draft => draft.OwnerId == by.Id);

    private Task ChangeAsync(Actor by, Action<SetupDraftRecord> change, CancellationToken cancellation) =>
        contexts.ChangeDraftAsync(
            context => Of(context, by),
            id => new SetupDraftRecord
            {
                Id = id,
                OwnerId = by.Id,
                Answers = new ProtectedSecret(""),
            },
            change,
            clock,
            cancellation
        );

    // What was typed need not be complete, but has the form of what can be stored.
    private static SetupAnswers Usable(SetupAnswers answers) =>
        answers with
        {
            HumaEnvironment = OfSystem(answers.HumaEnvironment)!,
            XledgerEnvironment = OfSystem(answers.XledgerEnvironment)!,
            HumaClientId = OfSystem(answers.HumaClientId)!,
            GroupId = OfSystem(answers.GroupId),
            EntityId = OfSystem(answers.EntityId),
            Name = GivenText.Usable(answers.Name, ConnectionSettings.LongestName),
        };

    private static string? OfSystem(string? text) =>
        text is null ? null : GivenText.Usable(text, GivenText.LongestOfSystem);

    private VerifiedSetup? VerifiedOf(SetupDraftRecord draft, SetupAnswers answers)
    {
        if (
            draft is not { Findings: { } findings, HumaClientSecret: { } secret, XledgerToken: { } cipher }
            || draft.SecretsUntil <= Now
            // An earlier version stored them as those of a connection.
            || !vault.CanRead(secret, SecretKind.DraftHumaClientSecret, draft.Id)
            || !vault.CanRead(cipher, SecretKind.DraftXledgerToken, draft.Id)
            || XledgerToken.TryRead(vault.Unprotect(cipher, SecretKind.DraftXledgerToken, draft.Id).Reveal(), out _)
                is not { } token
        )
        {
            return null;
        }

        var stored = vault.ReadJson<StoredFindings>(findings, SecretKind.SetupFindings, draft.Id);
        // Another tab of the user may have stored other answers since: these were never verified together.
        if (
            (stored.HumaEnvironment, stored.HumaClientId, stored.XledgerEnvironment)
            != (answers.HumaEnvironment, answers.HumaClientId, answers.XledgerEnvironment)
        )
        {
            return null;
        }

        return new VerifiedSetup(
            new SetupCredentials(
                stored.HumaEnvironment,
                stored.HumaClientId,
                vault.Unprotect(secret, SecretKind.DraftHumaClientSecret, draft.Id),
                stored.XledgerEnvironment,
                token
            ),
            new SetupFindings
            {
                Organization = stored.Organization,
                Groups = stored.Groups,
                Listed = new XledgerEntities(stored.Entities, stored.EntitiesComplete),
                Passed = true,
            },
            stored.Checks
        );
    }

    private sealed record StoredFindings(
        string HumaEnvironment,
        string HumaClientId,
        string XledgerEnvironment,
        HumaOrganization Organization,
        IReadOnlyList<HumaGroup> Groups,
        IReadOnlyList<XledgerEntity> Entities,
        bool EntitiesComplete,
        IReadOnlyList<SetupCheck> Checks
    );
}
