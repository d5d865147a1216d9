using HumaXledger.Core.Huma.Wire;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>Reads one user with the full profile and the main position.</summary>
internal sealed class UserReader(HumaCalls calls, ReadPace pace, EmploymentReader employment, BankAccounts bankAccounts)
{
    private const string Profile = "/users/{id}";

    /// <summary>The user; null where it does not exist.</summary>
    /// <param name="readOn">See <see cref="IHumaClient.ReadEachAsync"/>.</param>
    public async Task<HumaUser?> ReadAsync(
        string id,
        CancellationToken cancellation,
        Func<HumaUser, bool>? readOn = null
    )
    {
        var call = HumaCall.Get(Profile, id);
        using var answer = await pace.ReadAsync(
            ReadKind.Profile,
            () => calls.SendAsync(call, cancellation),
            cancellation
        );
        if (answer.Refusal is { } refusal)
        {
            return refusal.IsGone ? null : throw HumaFaults.OfRefusal(call, refusal);
        }

        if (!IsOf(id, answer))
        {
            throw HumaFaults.Unexpected(call, "id");
        }

        var user = await MapAsync(id, answer, cancellation);
        return !user.AllPositionsRead && readOn?.Invoke(user) == true
            ? await MapAsync(id, answer, cancellation, allPositions: true)
            : user;
    }

    /// <summary>Whether an answer holds the profile of this user and not of another one, or none.</summary>
    public static bool IsOf(string id, HumaAnswer answer) => answer.Root.Id() == id;

    /// <summary>The user of an answer with a full profile.</summary>
    public async Task<HumaUser> MapAsync(
        string id,
        HumaAnswer profile,
        CancellationToken cancellation,
        bool allPositions = false
    ) =>
        HumaMapping.ToUser(
            id,
            profile.Root,
            await employment.ReadAsync(id, profile.Root, allPositions, cancellation),
            bankAccounts
        );
}
