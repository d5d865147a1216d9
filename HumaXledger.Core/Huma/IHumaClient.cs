using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma;

/// <summary>Where a Huma organization is reached and with which key. The secret cannot print itself.</summary>
public sealed record HumaAccess(Uri BaseAddress, string ClientId, Secret ClientSecret);

/// <summary>
/// Which users belong to a connection: everyone, or the members of one group (company, location or team).
/// </summary>
public sealed record HumaScope(HumaGroup? Group)
{
    public static readonly HumaScope Everyone = new((HumaGroup?)null);
}

/// <summary>
/// A company, location or team of Huma. <c>Type</c> is Huma's word: <c>company</c>, <c>location</c>, <c>team</c>.
/// </summary>
public sealed record HumaGroup(string Id, string Type, string Name);

/// <summary>The organization a key belongs to, as the token answer tells it.</summary>
public sealed record HumaOrganization(string OrganizationId);

/// <summary>One user as read, with the ids that writing needs.</summary>
/// <param name="MainPositionId">The position that job title, probation and notice are read from and written to; null
/// when there is none.</param>
/// <param name="NationalIdentificationId">The identification of type <c>national</c> that is read; null when there is
/// none.</param>
public sealed record HumaUser(Person Person, string? MainPositionId, string? NationalIdentificationId)
{
    /// <summary>
    /// The position that the value of each employment field came from; absent where several could be meant.
    /// </summary>
    public IReadOnlyDictionary<Field, Position> PositionSources { get; init; } = NoSources;

    /// <summary>
    /// Whether all positions were asked for; else those that the profile shows are all that matter today.
    /// </summary>
    public bool AllPositionsRead { get; init; }

    /// <summary>The country of the national identification (two letters), or null.</summary>
    public string? IdentificationCountry { get; init; }

    /// <summary>An e-mail that waits for the person's confirmation, or null.</summary>
    public string? RequestedEmail { get; init; }

    public HumaId Id => new(Person.Id);

    private static readonly IReadOnlyDictionary<Field, Position> NoSources = new Dictionary<Field, Position>();

    public override string ToString() => Person.ToString();
}

/// <summary>
/// A complete read of one side, or what stopped it. Absence is only ever concluded from a complete read.
/// </summary>
/// <param name="Announced">How many the system said there are; equal to the count when complete.</param>
public sealed record HumaReading(IReadOnlyList<HumaUser> Users, int Announced, IReadOnlyList<ReadProblem> Problems);

/// <summary>What became of one write to one person.</summary>
/// <param name="Refused">The fields that were refused, with the reason; fields not named were accepted by the
/// answer.</param>
/// <param name="After">The person as the system answered or was read afterwards; null when nothing could be
/// read.</param>
public sealed record HumaWriteOutcome(IReadOnlyDictionary<Field, Reason> Refused, HumaUser? After);

/// <summary>What became of adding a person: several calls, so that it may stop half way.</summary>
/// <param name="Id">The new user's id as soon as it exists; null when the user itself was refused.</param>
/// <param name="Refused">Fields (or, with <see cref="PersonRefused"/>, the person) that were refused.</param>
public sealed record HumaAddOutcome(
    HumaId? Id,
    Reason? PersonRefused,
    IReadOnlyDictionary<Field, Reason> Refused,
    HumaUser? After
);

/// <summary>
/// What we need of Huma, in our words. One instance per <see cref="HumaAccess"/>; safe for parallel use. Throws
/// <see cref="HumaFault"/> for what
/// concerns the whole conversation (wrong key, unreachable, not JSON); what concerns one person is data.
/// </summary>
public interface IHumaClient
{
    /// <summary>Fetches a token anew and tells which organization it belongs to.</summary>
    Task<HumaOrganization> ReadOrganizationAsync(CancellationToken cancellation);

    /// <summary>All groups of the types company, location and team.</summary>
    Task<IReadOnlyList<HumaGroup>> ReadGroupsAsync(CancellationToken cancellation);

    /// <summary>
    /// Reads the first few users with their full profiles: what set-up needs to see that profiles are readable and
    /// whether another integration holds them.
    /// </summary>
    Task<IReadOnlyList<HumaUser>> ReadSomeUsersAsync(int most, CancellationToken cancellation);

    /// <summary>
    /// Reads every user of type <c>user</c> in scope, active and deactivated, with the full profile. Reports the number
    /// of profiles read so far and the announced total.
    /// </summary>
    Task<HumaReading> ReadUsersAsync(HumaScope scope, IProgress<ReadCount>? progress, CancellationToken cancellation);

    /// <summary>Reads these users anew; those that no longer exist are absent from the answer.</summary>
    Task<IReadOnlyDictionary<HumaId, HumaUser>> ReadUsersAsync(
        IReadOnlyCollection<HumaId> ids,
        CancellationToken cancellation
    );

    /// <summary>
    /// Reads these users anew, each for itself: one who cannot be read is a problem of the reading, many are a fault of
    /// the system. Who is in neither list no longer exists, or is of
    /// another organization.
    /// </summary>
    /// <param name="readOn">
    /// Whether all positions of a user are to be read although the profile alone gave no cause: a position may be
    /// announced
    /// of which the profile shows nothing. Null: never.
    /// </param>
    Task<HumaReading> ReadEachAsync(
        IReadOnlyCollection<HumaId> ids,
        CancellationToken cancellation,
        Func<HumaUser, bool>? readOn = null
    );

    /// <summary>Who is in scope, active and deactivated, without their profiles.</summary>
    /// <exception cref="HumaFault">Also where the list is shorter than it says: absence is only concluded from a
    /// complete read.</exception>
    Task<IReadOnlySet<HumaId>> ReadMembersAsync(HumaScope scope, CancellationToken cancellation);

    /// <summary>
    /// Writes these fields of one user (profile, position, job title and identification as needed).
    /// <paramref name="current"/> was read just before.
    /// </summary>
    Task<HumaWriteOutcome> WriteAsync(
        HumaUser current,
        IReadOnlyDictionary<Field, FieldValue> values,
        CancellationToken cancellation
    );

    /// <summary>
    /// Users with exactly this e-mail address, active and deactivated, with their full profiles: whether a person whose
    /// addition broke off is there.
    /// </summary>
    Task<IReadOnlyList<HumaUser>> FindByEmailAsync(string email, CancellationToken cancellation);

    /// <summary>Adds a person without inviting them. A half-added person is told, never hidden.</summary>
    /// <param name="noted">Told the new id as soon as there is one, before anything else is sent.</param>
    Task<HumaAddOutcome> AddAsync(
        FieldValues values,
        HumaScope scope,
        CancellationToken cancellation,
        Func<HumaId, Task>? noted = null
    );

    /// <summary>
    /// Writes what an addition that broke off has not come to: everything but what creating a user takes.
    /// </summary>
    /// <param name="found">The user as read just before.</param>
    Task<HumaAddOutcome> CompleteAsync(HumaUser found, FieldValues values, CancellationToken cancellation);
}

public interface IHumaClientFactory
{
    /// <param name="usage">Told of every request made; null where nobody counts.</param>
    /// <param name="employment">How employments are read; null for <see cref="HumaEmployment.Default"/>.</param>
    IHumaClient Create(HumaAccess access, IUsageMeter? usage = null, HumaEmployment? employment = null);
}
