using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Reading;

namespace HumaXledger.Core.Xledger;

/// <summary>The GraphQL address of an installation and a token.</summary>
public sealed record XledgerAccess(Uri Endpoint, XledgerToken Token);

/// <summary>
/// An entity that a token can read. <c>IsOwn</c> marks the token's own entity; <c>OwnerDbId</c> is text.
/// </summary>
public sealed record XledgerEntity(string OwnerDbId, string Code, string Name, bool IsOwn);

/// <summary>The entities that a token can read.</summary>
/// <param name="Seen">The known entities, the token's own first.</param>
/// <param name="Complete">
/// False where Xledger does not list entities to this token, which may require the scope Owner: then only its own
/// entity is known.
/// </param>
public sealed record XledgerEntities(IReadOnlyList<XledgerEntity> Seen, bool Complete)
{
    /// <summary>Whether the token can read this entity; null where that is unknown.</summary>
    public bool? Sees(string ownerDbId) =>
        Seen.Any(entity => entity.OwnerDbId == ownerDbId) ? true
        : Complete ? false
        : null;
}

/// <summary>
/// A right that the token needs, named as on Xledger's own screen (Administration › System Access › GraphQL › API
/// tokens).
/// </summary>
public sealed record XledgerRight(string Group, string Scope, bool Write)
{
    /// <summary>All rights that a connection needs (product.md 2.1), in the order of Xledger's screen.</summary>
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
/// Whether a right was verified. A write right cannot be verified without writing: it is <see cref="Untested"/> until
/// the first run.
/// </summary>
public enum RightState
{
    Granted,
    Missing,
    Untested,
}

/// <summary>
/// One employee as read, with the ids needed for writing. Ids are text, because Xledger mixes numbers and strings.
/// </summary>
public sealed record XledgerEmployee(Person Person, string? ContactId, string? SubledgerId)
{
    /// <summary>The employee's own name, besides the contact's names.</summary>
    public string? Description { get; init; }

    /// <summary>
    /// The masked form of an identification that is not readable in full; null where it is readable, or absent.
    /// </summary>
    public string? IdentificationMask { get; init; }

    /// <summary>Whether the visible part of a masked value contradicts this one.</summary>
    public bool Contradicts(Field field, FieldValue value) =>
        field == Field.Identification
        && IdentificationMask is { } mask
        && SocialSecurity.Contradicts(
            mask,
            value.TextOrNull is { } text ? IdentificationNumber.Read(text).Number : null
        );

    /// <summary>The contact's textual <c>id</c>, which differs from its dbId; writing may require it.</summary>
    public string? ContactKey { get; init; }

    /// <summary>
    /// The subledger's code, which together with its dbId identifies the supplier that is a view of it.
    /// </summary>
    public string? SubledgerCode { get; init; }

    /// <summary>Xledger's id of the employee.</summary>
    public XledgerId Id => new(Person.Id);

    public override string ToString() => Person.ToString();
}

/// <summary>The employees of a connection's entity, with the records that could not be read.</summary>
public sealed record XledgerReading(IReadOnlyList<XledgerEmployee> Employees, IReadOnlyList<ReadProblem> Problems)
{
    /// <summary>
    /// The employees of the other entities that the token can read, distinguished by <see cref="Person.Owner"/>. They
    /// need no extra request: Xledger lists all together.
    /// </summary>
    public IReadOnlyList<Person> OtherEntities { get; init; } = [];
}

/// <summary>The values to write to one employee. <c>Current</c> must have been read just before the batch.</summary>
public sealed record XledgerUpdate(XledgerEmployee Current, IReadOnlyDictionary<Field, FieldValue> Values)
{
    public override string ToString() => Current.ToString();
}

/// <summary>A person to add. <c>ClientId</c> is chosen by the caller and identifies the person in the answer.</summary>
public sealed record XledgerAddition(string ClientId, FieldValues Values)
{
    public override string ToString() => ClientId;
}

/// <summary>
/// The result of a batch. Either all of it was accepted or the server refused it; what was actually written must be
/// read, the answer does not say.
/// </summary>
/// <param name="Refusal">Why the batch was refused, without personal values; null when it was accepted.</param>
/// <param name="Added">For additions: client id → new employee id.</param>
public sealed record XledgerBatchOutcome(Reason? Refusal, IReadOnlyDictionary<string, XledgerId> Added)
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<Field, Reason>> NothingLeft =
        new Dictionary<string, IReadOnlyDictionary<Field, Reason>>();

    /// <summary>Everything was accepted.</summary>
    public static readonly XledgerBatchOutcome Accepted = new(null, new Dictionary<string, XledgerId>());

    /// <summary>
    /// Fields that were not written, by person (employee id for updates, client id for additions), with the reason;
    /// everything else was accepted. A gender without counterpart or a field that cannot be cleared does not prevent
    /// the rest.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<Field, Reason>> NotWritten { get; init; } = NothingLeft;

    /// <summary>
    /// Those of <see cref="NotWritten"/> that Xledger cannot store or clear for the person in its present state:
    /// repeating the request is useless.
    /// </summary>
    public IReadOnlySet<(string ClientId, Field Field)> Impossible { get; init; } = new HashSet<(string, Field)>();

    /// <summary>
    /// The failure that interrupted an addition after the employees were added;
    /// <see cref="IXledgerClient.CompleteAsync"/> continues it. Null where there was none.
    /// </summary>
    public XledgerFault? Interruption { get; init; }
}

/// <summary>What was learned about one installation.</summary>
/// <param name="EmptiesText">Whether the way to clear a text is known.</param>
/// <param name="EmptiesDates">Whether the way to clear a date is known.</param>
/// <param name="EmptiesReferences">Whether the way to clear a reference is known.</param>
/// <param name="AddingMakesRecords">
/// Whether <c>addEmployees</c> creates contact and ledger record itself; null until the first addition.
/// </param>
/// <param name="Aliased">
/// Whether the mutations of one batch share a request (<see cref="XledgerOptions.AliasedWrites"/>).
/// </param>
public sealed record XledgerKnowledge(
    bool EmptiesText,
    bool EmptiesDates,
    bool EmptiesReferences,
    bool? AddingMakesRecords,
    bool Aliased = true
)
{
    /// <summary>
    /// The same as a text that <see cref="IXledgerClientFactory.Create"/> takes in another process; empty where nothing
    /// is known.
    /// </summary>
    public string Stored { get; init; } = "";

    /// <summary>What was known when this was stored.</summary>
    /// <param name="stored">See <see cref="Stored"/>; null: nothing.</param>
    public static XledgerKnowledge Of(string? stored)
    {
        var behavior = new LearnedBehavior();
        behavior.Recall(stored);
        return behavior.Knowledge(aliased: true);
    }
}

/// <summary>The window of requests that Xledger allows a token.</summary>
/// <param name="Used">Requests that count at present, of everybody who uses the token.</param>
/// <param name="Requests">How many are allowed.</param>
/// <param name="Length">How long each counts.</param>
public sealed record XledgerWindow(int Used, int Requests, TimeSpan Length);

/// <summary>
/// Xledger's operations in our terms. One instance per <see cref="XledgerAccess"/>; it respects the limits of its
/// token. Throws <see cref="XledgerFault"/> for failures of the connection; refusals of content are part of the result.
/// </summary>
public interface IXledgerClient
{
    /// <summary>The most nodes in one mutation (contracts/xledger.md 5).</summary>
    const int LargestBatch = 500;

    /// <summary>
    /// The most people in one read by id. A query may return 10,000 records (contracts/xledger.md 5), but the largest
    /// request is not public: so many ids take less than what a request with 500 nodes takes anyway.
    /// </summary>
    const int LargestRead = 2_500;

    /// <summary>
    /// What this process has learned about undocumented behavior of the installation; it makes forecasts more precise.
    /// </summary>
    XledgerKnowledge Knowledge { get; }

    /// <summary>The request window of the token, as this process has seen it last.</summary>
    XledgerWindow Window { get; }

    /// <summary>
    /// The <c>ownerDbId</c> of the entity that the token belonged to when employees were last read; null before, and
    /// where it was not stated.
    /// </summary>
    string? TokenEntity { get; }

    /// <summary>The cheapest request that shows that the endpoint answers and accepts the token.</summary>
    Task ProbeAsync(CancellationToken cancellation);

    /// <summary>The token's own entity and, where Xledger lists them, the entities below it.</summary>
    Task<XledgerEntities> ReadEntitiesAsync(CancellationToken cancellation);

    /// <summary>Tries a one-row read of what this right opens; once per scope and client.</summary>
    Task<RightState> ProbeRightAsync(XledgerRight right, CancellationToken cancellation);

    /// <summary>Reads every employee of the entity, ended ones included, in pages of 10,000.</summary>
    Task<XledgerReading> ReadEmployeesAsync(
        string ownerDbId,
        IProgress<ReadCount>? progress,
        CancellationToken cancellation
    );

    /// <summary>Reads these employees; those that no longer exist are absent. Any number of ids.</summary>
    Task<IReadOnlyDictionary<XledgerId, XledgerEmployee>> ReadEmployeesAsync(
        IReadOnlyCollection<XledgerId> ids,
        CancellationToken cancellation
    );

    /// <summary>Employees of the entity with these employment IDs; prevents adding a person twice.</summary>
    Task<IReadOnlyList<XledgerEmployee>> FindByEmploymentIdAsync(
        string ownerDbId,
        IReadOnlyCollection<string> employmentIds,
        CancellationToken cancellation
    );

    /// <summary>
    /// Employees of the entity whose contact has one of these e-mail addresses: finds a person under another number.
    /// Two requests.
    /// </summary>
    Task<IReadOnlyList<XledgerEmployee>> FindByEmailAsync(
        string ownerDbId,
        IReadOnlyCollection<string> emails,
        CancellationToken cancellation
    );

    /// <summary>
    /// Distributes people over as few requests as 500 nodes each allow (employee, contact and supplier mutations under
    /// aliases), each group for one <see cref="WriteAsync"/>. Where names, addresses, e-mail or phone change, one
    /// request finds the subledgers that are suppliers, for all of at most <see cref="LargestRead"/> people.
    /// </summary>
    Task<IReadOnlyList<IReadOnlyList<XledgerUpdate>>> PartitionAsync(
        IReadOnlyList<XledgerUpdate> updates,
        CancellationToken cancellation
    );

    /// <summary>
    /// Writes people in as few requests as 500 nodes each allow, nearly always one for a group of
    /// <see cref="PartitionAsync"/>. A few more learn, once per token, how a field is cleared. After a refusal a part
    /// may be written: read before sending again.
    /// </summary>
    Task<XledgerBatchOutcome> WriteAsync(IReadOnlyList<XledgerUpdate> batch, CancellationToken cancellation);

    /// <summary>
    /// Adds at most <see cref="LargestBatch"/> people with contact and subledger data, whether or not
    /// <c>addEmployees</c> creates those records itself. Once the employees exist the result names them all, even where
    /// the rest was interrupted (see <see cref="XledgerBatchOutcome.NotWritten"/>). After a refusal or a failure with
    /// unknown outcome, find the existing ones with <see cref="FindByEmploymentIdAsync"/> and send only the others
    /// again.
    /// </summary>
    /// <param name="noted">
    /// Called with the new employees (client id → employee id) as soon as they exist, before anything else is sent.
    /// </param>
    Task<XledgerBatchOutcome> AddAsync(
        IReadOnlyList<XledgerAddition> batch,
        string ownerDbId,
        CancellationToken cancellation,
        Func<IReadOnlyDictionary<string, XledgerId>, Task>? noted = null
    );

    /// <summary>
    /// Continues additions that were interrupted after the employees were added. Records that were created for them and
    /// not linked yet are reused: those without another owner, not older than the addition.
    /// </summary>
    /// <param name="found">The employees as just read, in the order of the batch.</param>
    /// <param name="begunAt">When the addition began, UTC.</param>
    Task<XledgerBatchOutcome> CompleteAsync(
        IReadOnlyList<XledgerAddition> batch,
        IReadOnlyList<XledgerEmployee> found,
        string ownerDbId,
        DateTime begunAt,
        CancellationToken cancellation
    );
}

/// <summary>Creates clients.</summary>
public interface IXledgerClientFactory
{
    /// <summary>A client for one token.</summary>
    /// <param name="usage">Counts every request; null for no counting.</param>
    /// <param name="learned">What an earlier process has learned (<see cref="XledgerKnowledge.Stored"/>).</param>
    IXledgerClient Create(XledgerAccess access, IUsageMeter? usage = null, string? learned = null);
}
