using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma;

/// <summary>The address of a Huma installation and an API key. The secret is not printed.</summary>
public sealed record HumaAccess(Uri BaseAddress, string ClientId, Secret ClientSecret);

/// <summary>
/// The users who belong to a connection: everyone, or the members of one group (company, location or team).
/// </summary>
public sealed record HumaScope(HumaGroup? Group)
{
    /// <summary>All users.</summary>
    public static readonly HumaScope Everyone = new((HumaGroup?)null);
}

/// <summary>
/// A company, location or team in Huma. <c>Type</c> is Huma's type: <c>company</c>, <c>location</c>, <c>team</c>.
/// </summary>
public sealed record HumaGroup(string Id, string Type, string Name);

/// <summary>The organization of a key, from the token answer.</summary>
public sealed record HumaOrganization(string OrganizationId);

/// <summary>One user as read, with the ids needed for writing.</summary>
/// <param name="Person">The user's values.</param>
/// <param name="MainPositionId">
/// The position for reading and writing job title, probation end and notice; null when there is none.
/// </param>
/// <param name="NationalIdentificationId">
/// The identification of type <c>national</c> that is read; null when there is none.
/// </param>
public sealed record HumaUser(Person Person, string? MainPositionId, string? NationalIdentificationId)
{
    /// <summary>The position that each employment field's value came from; absent where several qualify.</summary>
    public IReadOnlyDictionary<Field, Position> PositionSources { get; init; } = NoSources;

    /// <summary>Whether all positions were listed; if not, only those in the profile are known.</summary>
    public bool AllPositionsRead { get; init; }

    /// <summary>The country of the national identification (two letters), or null.</summary>
    public string? IdentificationCountry { get; init; }

    /// <summary>An e-mail address that awaits the person's confirmation, or null.</summary>
    public string? RequestedEmail { get; init; }

    /// <summary>Huma's id of the user.</summary>
    public HumaId Id => new(Person.Id);

    private static readonly IReadOnlyDictionary<Field, Position> NoSources = new Dictionary<Field, Position>();

    public override string ToString() => Person.ToString();
}

/// <summary>A read of users with its problems. Absence proves something only after a complete read.</summary>
/// <param name="Users">The users that could be read.</param>
/// <param name="Announced">The total that Huma stated; equal to the number of users when complete.</param>
/// <param name="Problems">Users that could not be read, and incomplete lists.</param>
public sealed record HumaReading(IReadOnlyList<HumaUser> Users, int Announced, IReadOnlyList<ReadProblem> Problems);

/// <summary>The result of writing one person.</summary>
/// <param name="Refused">The refused fields with their reasons; all others were accepted.</param>
/// <param name="After">The person from the answer or a read afterwards; null when it could not be read.</param>
public sealed record HumaWriteOutcome(IReadOnlyDictionary<Field, Reason> Refused, HumaUser? After);

/// <summary>The result of adding a person. It takes several calls and may stop half way.</summary>
/// <param name="Id">The new user's id as soon as it exists; null when the user itself was refused.</param>
/// <param name="PersonRefused">Why the user itself was refused; null where it exists.</param>
/// <param name="Refused">The refused fields with their reasons.</param>
/// <param name="After">The person as read afterwards; null when it could not be read.</param>
public sealed record HumaAddOutcome(
    HumaId? Id,
    Reason? PersonRefused,
    IReadOnlyDictionary<Field, Reason> Refused,
    HumaUser? After
);

/// <summary>
/// Huma's operations in our terms. One instance per <see cref="HumaAccess"/>; thread-safe. Throws
/// <see cref="HumaFault"/> for failures of the connection (wrong key, unreachable, not JSON); failures of one person
/// are part of the result.
/// </summary>
public interface IHumaClient
{
    /// <summary>Requests a new token and returns its organization.</summary>
    Task<HumaOrganization> ReadOrganizationAsync(CancellationToken cancellation);

    /// <summary>All groups of the types company, location and team.</summary>
    Task<IReadOnlyList<HumaGroup>> ReadGroupsAsync(CancellationToken cancellation);

    /// <summary>
    /// Reads the first users with their full profiles, for the set-up: whether profiles are readable, and whether
    /// another integration manages them.
    /// </summary>
    Task<IReadOnlyList<HumaUser>> ReadSomeUsersAsync(int most, CancellationToken cancellation);

    /// <summary>
    /// Reads every user of type <c>user</c> in scope, active and deactivated, with the full profile. Reports the number
    /// of profiles read and the announced total.
    /// </summary>
    Task<HumaReading> ReadUsersAsync(HumaScope scope, IProgress<ReadCount>? progress, CancellationToken cancellation);

    /// <summary>Reads these users; those that no longer exist are absent from the result.</summary>
    Task<IReadOnlyDictionary<HumaId, HumaUser>> ReadUsersAsync(
        IReadOnlyCollection<HumaId> ids,
        CancellationToken cancellation
    );

    /// <summary>
    /// Reads these users one by one: a user who cannot be read is a problem in the result, too many are a
    /// <see cref="HumaFault"/>. A user in neither list no longer exists or belongs to another organization.
    /// </summary>
    /// <param name="readOn">
    /// Whether to read all positions of a user whose profile alone gives no cause to: an announced position may be
    /// missing from the profile. Null: never.
    /// </param>
    Task<HumaReading> ReadEachAsync(
        IReadOnlyCollection<HumaId> ids,
        CancellationToken cancellation,
        Func<HumaUser, bool>? readOn = null
    );

    /// <summary>The ids of the users in scope, active and deactivated, without profiles.</summary>
    /// <exception cref="HumaFault">
    /// Also where the list is shorter than announced: absence proves something only after a complete read.
    /// </exception>
    Task<IReadOnlySet<HumaId>> ReadMembersAsync(HumaScope scope, CancellationToken cancellation);

    /// <summary>
    /// Writes fields of one user (profile, position, job title and identification as needed).
    /// <paramref name="current"/> must have been read just before.
    /// </summary>
    Task<HumaWriteOutcome> WriteAsync(
        HumaUser current,
        IReadOnlyDictionary<Field, FieldValue> values,
        CancellationToken cancellation
    );

    /// <summary>
    /// Users with exactly this e-mail address, active and deactivated, with full profiles: finds a person whose
    /// addition was interrupted.
    /// </summary>
    Task<IReadOnlyList<HumaUser>> FindByEmailAsync(string email, CancellationToken cancellation);

    /// <summary>Adds a person without sending an invitation. The result shows a partly added person.</summary>
    /// <param name="noted">Called with the new id as soon as it exists, before anything else is sent.</param>
    Task<HumaAddOutcome> AddAsync(
        FieldValues values,
        HumaScope scope,
        CancellationToken cancellation,
        Func<HumaId, Task>? noted = null
    );

    /// <summary>
    /// Writes what an interrupted addition has not written yet: all values except those that creating the user takes.
    /// </summary>
    /// <param name="found">The user as read just before.</param>
    Task<HumaAddOutcome> CompleteAsync(HumaUser found, FieldValues values, CancellationToken cancellation);
}

/// <summary>Creates clients.</summary>
public interface IHumaClientFactory
{
    /// <summary>A client for one key.</summary>
    /// <param name="usage">Counts every request; null for no counting.</param>
    /// <param name="employment">How employments are read; null for <see cref="HumaEmployment.Default"/>.</param>
    IHumaClient Create(HumaAccess access, IUsageMeter? usage = null, HumaEmployment? employment = null);
}
