using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Sync.Activity;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// Identification and bank numbers in clear: one at a time, or those of a run in a file. It takes the right to see them
/// beside the right to see people, and a proof of who that is
/// that is not too old. What is asked for is in the activity log before it is given.
/// </summary>
public sealed class Reveal(ActivityLog activity, IOptions<RevealOptions> options, TimeProvider clock)
{
    /// <summary>
    /// A value that the reader has before them, in clear. What is not sensitive, or is no value, is answered as it is
    /// always shown and not recorded.
    /// </summary>
    public async Task<Answer<string>> ShowAsync(
        PersonReference whose,
        Field field,
        FieldValue value,
        Actor by,
        CancellationToken cancellation
    )
    {
        Demand(by, whose.ConnectionId);
        if (FieldRules.For(field).Sensitive && value.IsValue)
        {
            if (Refusal(by.AuthenticatedAt) is { } refusal)
            {
                return new Answer<string>.Refused(refusal);
            }

            await activity.AppendAsync(
                by,
                ActivityCodes.ValueRevealed,
                whose.ConnectionId,
                [FieldRules.For(field).Name, .. whose.Ids.Named],
                cancellation
            );
        }

        return new Answer<string>.Done(Masking.Display(field, value, inClear: true));
    }

    /// <summary>Asked before a run's changes are given as a file with the numbers in clear.</summary>
    /// <returns>Why not; null when it is recorded and may be given.</returns>
    public async Task<Reason?> ExportAsync(
        Guid connectionId,
        int runNumber,
        string format,
        Actor by,
        CancellationToken cancellation
    )
    {
        Demand(by, connectionId);
        if (Refusal(by.AuthenticatedAt) is { } refusal)
        {
            return refusal;
        }

        await activity.AppendAsync(
            by,
            ActivityCodes.RunExportedInClear,
            connectionId,
            [runNumber.ToString(CultureInfo.InvariantCulture), format],
            cancellation
        );
        return null;
    }

    /// <summary>Why a new sign-in is needed first; null where it is not.</summary>
    /// <param name="proved">When they last proved who they are, UTC.</param>
    public Reason? Refusal(DateTime? proved) =>
        proved is { } at && clock.GetUtcNow().UtcDateTime - at <= options.Value.RevealWithin
            ? null
            : new Reason(
                AccessReasons.SignInTooOld,
                Math.Floor(options.Value.RevealWithin.TotalMinutes).ToString(CultureInfo.InvariantCulture)
            );

    private static void Demand(Actor by, Guid connectionId)
    {
        by.Demand(Permission.SeePeople, connectionId);
        by.Demand(Permission.SeeSensitive, connectionId);
    }
}
