using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Starts rotations of the value keys and says how far they are. <see cref="ValueKeyWork"/> carries them out.
/// </summary>
public sealed class ValueKeyRotations(IDbContextFactory<SyncDbContext> contexts, Reveal reveal, TimeProvider clock)
{
    /// <summary>How many finished rotations are listed.</summary>
    private const int Listed = 10;

    /// <summary>Starts a rotation, of a person who proved recently who they are.</summary>
    /// <remarks>One after an update takes a day and is not refused for: this one begins when that one has
    /// ended.</remarks>
    /// <returns>Its number; refused while another requested one is under way, or until the person has signed in
    /// again.</returns>
    public async Task<Answer<int>> StartAsync(Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.RotateKeys);
        return by.Id != Actor.System.Id && reveal.Refusal(by.AuthenticatedAt) is { } refusal
            ? new Answer<int>.Refused(refusal) { Kind = RefusalKind.SignInTooOld }
            : await AddAsync(by, cancellation);
    }

    /// <summary>The rotation under way first, then the last ones.</summary>
    public async Task<IReadOnlyList<ValueKeyRotation>> ListAsync(Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.RotateKeys);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .ValueKeyRotations.AsNoTracking()
            .OrderByDescending(row => row.Id)
            .Take(Listed)
            .ToListAsync(cancellation);
    }

    private async Task<Answer<int>> AddAsync(Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var underWay = new Answer<int>.Refused(new Reason(ConnectionReasons.RotationUnderWay));
        if (await StoredRotations.IsRequestedAsync(context, cancellation))
        {
            return underWay;
        }

        var rotation = await StoredRotations.NewAsync(context, RotationCause.Requested, by, clock, cancellation);
        context.ValueKeyRotations.Add(rotation);
        context.Activity.Add(ActivityRecord.Of(by, ActivityCodes.KeyRotationStarted, rotation.StartedAt));
        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
            when (context.ChangeTracker.Entries<ValueKeyRotation>().Any(entry => entry.State == EntityState.Added))
        {
            // Of two that are started at once the database takes one.
            await using var again = await contexts.CreateDbContextAsync(cancellation);
            if (!await StoredRotations.IsRequestedAsync(again, cancellation))
            {
                throw;
            }

            return underWay;
        }

        return new Answer<int>.Done(rotation.Id);
    }
}
