using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Reading;

namespace HumaXledger.Core.Xledger;

public sealed record XledgerAccess(Uri Endpoint, XledgerToken Token);

/// <summary>
/// An entity that a token sees. The token's own entity is the one with <c>IsOwn</c>; <c>OwnerDbId</c> as text.
/// </summary>
public sealed record XledgerEntity(string OwnerDbId, string Code, string Name, bool IsOwn);

/// <summary>The entities that a token sees.</summary>
/// <param name="Complete">
/// False where Xledger does not list entities to this token, which may take the scope Owner: only its own entity is
/// told then, and which ones lie
/// below it is not known.
/// </param>
public sealed record XledgerEntities(IReadOnlyList<XledgerEntity> Seen, bool Complete)
{
    /// <summary>Whether the token sees this entity; null where that is not known.</summary>
    public bool? Sees(string ownerDbId) =>
        Seen.Any(entity => entity.OwnerDbId == ownerDbId) ? true
        : Complete ? false
        : null;
}

/// <summary>
/// A right that the token needs, by the words of Xledger's own screen (Administration › System Access › GraphQL › API
/// tokens).
/// </summary>
public sealed record XledgerRight(string Group, string Scope, bool Write)
{
    /// <summary>All that a connection needs (product.md 2.1), in the order of Xledger's screen.</summary>
    public static IReadOnlyList<XledgerRight> Needed { get; } =
    [
        new("Human Resources", "Employee", Write: false),
        new("Human Resources", "Employee", Write: true),
        new("Common", "Address", Write: false),
        new("Common", "Contact", Write: false),
        new("Common", "Contact", Write: true),
        new("Common", "Country", Write: false),
        new("Common", "Company", Write: false),
        new("Common", "Object Value", Write: false),
        new("Common", "Subledger", Write: false),
        new("Common", "Subledger", Write: true),
        new("Common", "Supplier", Write: false),
        new("Common", "Supplier", Write: true),
        new("Common", "System Value", Write: false),
        new("General Ledger", "Bank", Write: false),
    ];
}

/// <summary>
/// Whether a right could be seen to work. A write right cannot be proved without writing: it is <see cref="Untested"/>
/// until the first run.
/// </summary>
public enum RightState
{
    Granted,
    Missing,
    Untested,
}

/// <summary>
/// One employee as read, with the ids that writing needs. Ids are text; Xledger mixes numbers and strings.
/// </summary>
public sealed record XledgerEmployee(Person Person, string? ContactId, string? SubledgerId)
{
    /// <summary>The name that the employee itself bears, beside the contact's names.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// What is shown of an identification that is not shown in full; null where it is, or where nothing is.
    /// </summary>
    public string? IdentificationMask { get; init; }

    /// <summary>Whether what is shown of a hidden value cannot be part of this one.</summary>
    public bool Contradicts(Field field, FieldValue value) =>
        field == Field.Identification
        && IdentificationMask is { } mask
        && SocialSecurity.Contradicts(
            mask,
            value.TextOrNull is { } text ? IdentificationNumber.Read(text).Number : null
        );

    /// <summary>The contact's textual <c>id</c>, which differs from its dbId; writing may demand it.</summary>
    public string? ContactKey { get; init; }

    /// <summary>The subledger's code: by it and its dbId the supplier is recognised that it is a view of.</summary>
    public string? SubledgerCode { get; init; }

    public XledgerId Id => new(Person.Id);

    public override string ToString() => Person.ToString();
}

/// <summary>A complete read of the employees of a connection's entity.</summary>
public sealed record XledgerReading(IReadOnlyList<XledgerEmployee> Employees, IReadOnlyList<ReadProblem> Problems)
{
    /// <summary>
    /// The employees of the other entities that the token sees; <see cref="Person.Owner"/> tells which. They cost
    /// nothing: Xledger lists all together.
    /// </summary>
    public IReadOnlyList<Person> OtherEntities { get; init; } = [];
}

/// <summary>What to write to one employee. <c>Current</c> was read just before the batch.</summary>
public sealed record XledgerUpdate(XledgerEmployee Current, IReadOnlyDictionary<Field, FieldValue> Values)
{
    public override string ToString() => Current.ToString();
}

/// <summary>A person to add. <c>ClientId</c> is ours and comes back on the answer's edge.</summary>
public sealed record XledgerAddition(string ClientId, FieldValues Values)
{
    public override string ToString() => ClientId;
}

/// <summary>
/// What became of a batch. Either everything was accepted, or the server refused it; which part was carried out is told
/// by reading, never by the answer.
/// </summary>
/// <param name="Refusal">Why the batch was refused, cleaned of personal values; null when it was accepted.</param>
/// <param name="Added">For additions: client id → new employee id.</param>
public sealed record XledgerBatchOutcome(Reason? Refusal, IReadOnlyDictionary<string, XledgerId> Added)
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<Field, Reason>> NothingLeft =
        new Dictionary<string, IReadOnlyDictionary<Field, Reason>>();

    public static readonly XledgerBatchOutcome Accepted = new(null, new Dictionary<string, XledgerId>());

    /// <summary>
    /// Fields that were left out or did not take, by person (employee id for updates, client id for additions), with
    /// the reason; everything else of the batch was accepted.
    /// A gender without counterpart or a field that cannot be emptied does not hold up the rest.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<Field, Reason>> NotWritten { get; init; } = NothingLeft;

    /// <summary>
    /// Those of <see cref="NotWritten"/> that Xledger cannot hold or empty as the person is there: sending the same
    /// again changes nothing.
    /// </summary>
    public IReadOnlySet<(string ClientId, Field Field)> Impossible { get; init; } = new HashSet<(string, Field)>();

    /// <summary>
    /// What broke off an addition after the employees were there; <see cref="IXledgerClient.CompleteAsync"/> goes on
    /// with it. Null where nothing did.
    /// </summary>
    public XledgerFault? BrokenOff { get; init; }
}

/// <summary>What was found out about one installation.</summary>
/// <param name="AddingMakesRecords">Whether <c>addEmployees</c> makes contact and ledger record itself; null while
/// nobody was added.</param>
/// <param name="Aliased">Whether the mutations of one batch share a request
/// (<see cref="XledgerOptions.AliasedWrites"/>).</param>
public sealed record XledgerKnowledge(
    bool EmptiesText,
    bool EmptiesDates,
    bool EmptiesReferences,
    bool? AddingMakesRecords,
    bool Aliased = true
);

/// <summary>
/// What we need of Xledger, in our words. One instance per <see cref="XledgerAccess"/>; it keeps the limits of its
/// token itself. Throws
/// <see cref="XledgerFault"/> for what concerns the whole conversation.
/// </summary>
public interface IXledgerClient
{
    /// <summary>At most this many nodes in one mutation (contracts/xledger.md 5).</summary>
    const int LargestBatch = 500;

    /// <summary>
    /// What this process has found out about the installation that no document tells; a forecast is cheaper by it.
    /// </summary>
    XledgerKnowledge SnapshotCache { get; }

    /// <summary>
    /// The <c>ownerDbId</c> of the entity that the token belonged to when employees were last read; null before that,
    /// and where it was not told.
    /// </summary>
    string? TokenEntity { get; }

    /// <summary>The cheapest call that proves that the endpoint answers and the token is accepted.</summary>
    Task ProbeAsync(CancellationToken cancellation);

    /// <summary>The token's own entity and, where Xledger lists them to it, those below.</summary>
    Task<XledgerEntities> ReadEntitiesAsync(CancellationToken cancellation);

    /// <summary>Tries a one-row read of what this right opens.</summary>
    Task<RightState> ProbeRightAsync(XledgerRight right, CancellationToken cancellation);

    /// <summary>Reads every employee that the entity owns, ended ones too, in pages of 10,000.</summary>
    Task<XledgerReading> ReadEmployeesAsync(
        string ownerDbId,
        IProgress<ReadCount>? progress,
        CancellationToken cancellation
    );

    /// <summary>Reads these employees anew; those that no longer exist are absent. Any number of ids.</summary>
    Task<IReadOnlyDictionary<XledgerId, XledgerEmployee>> ReadEmployeesAsync(
        IReadOnlyCollection<XledgerId> ids,
        CancellationToken cancellation
    );

    /// <summary>Employees of the entity with these employment ids: the guard against adding a person twice.</summary>
    Task<IReadOnlyList<XledgerEmployee>> FindByEmploymentIdAsync(
        string ownerDbId,
        IReadOnlyCollection<string> employmentIds,
        CancellationToken cancellation
    );

    /// <summary>
    /// Employees of the entity whose contact has one of these e-mail addresses: whether a person is there under another
    /// number. Two requests.
    /// </summary>
    Task<IReadOnlyList<XledgerEmployee>> FindByEmailAsync(
        string ownerDbId,
        IReadOnlyCollection<string> emails,
        CancellationToken cancellation
    );

    /// <summary>
    /// Writes at most <see cref="LargestBatch"/> people in as few requests as 500 nodes each allow (employee, contact
    /// and supplier mutations under aliases). One more request asks
    /// which subledgers are suppliers where names, addresses, e-mail or phone change, and a few more try, once per
    /// token, what empties a field. After a refusal part may be written: read before sending again.
    /// </summary>
    Task<XledgerBatchOutcome> WriteAsync(IReadOnlyList<XledgerUpdate> batch, CancellationToken cancellation);

    /// <summary>
    /// Adds at most <see cref="LargestBatch"/> people with contact and subledger data; right whether or not
    /// <c>addEmployees</c> creates those records itself. Once the employees are
    /// there the outcome names them all, also when the rest stopped half way (see
    /// <see cref="XledgerBatchOutcome.NotWritten"/>). After a refusal or a fault whose outcome is unknown,
    /// <see cref="FindByEmploymentIdAsync"/> tells who is there; only the others may be sent again.
    /// </summary>
    /// <param name="noted">Told which employees there are as soon as there are any, before anything else is sent:
    /// client id → employee id.</param>
    Task<XledgerBatchOutcome> AddAsync(
        IReadOnlyList<XledgerAddition> batch,
        string ownerDbId,
        CancellationToken cancellation,
        Func<IReadOnlyDictionary<string, XledgerId>, Task>? noted = null
    );

    /// <summary>
    /// Goes on with additions that broke off after the employees were there. What was made for them and not linked yet
    /// is looked for before anything is made: a record without any other
    /// owner, not older than the addition.
    /// </summary>
    /// <param name="found">The employees as read just before, in the order of the batch.</param>
    /// <param name="begunAt">When adding was begun, UTC.</param>
    Task<XledgerBatchOutcome> CompleteAsync(
        IReadOnlyList<XledgerAddition> batch,
        IReadOnlyList<XledgerEmployee> found,
        string ownerDbId,
        DateTime begunAt,
        CancellationToken cancellation
    );
}

public interface IXledgerClientFactory
{
    /// <param name="usage">Told of every request made; null where nobody counts.</param>
    IXledgerClient Create(XledgerAccess access, IUsageMeter? usage = null);
}
