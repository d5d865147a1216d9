using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Forecasting;

/// <summary>
/// What one step of carrying out a plan, or of comparing, costs. The executor works in these steps, so that forecast
/// and use agree; whoever changes how it
/// works changes the number here.
/// </summary>
public sealed record ForecastModel
{
    public static readonly ForecastModel Default = new();

    /// <summary>
    /// Requests that a run makes once, whatever it does: system values and countries are looked up by their codes.
    /// </summary>
    public int XledgerRequestsPerRun { get; init; }

    /// <summary>People in one mutation; Xledger takes 500 at most (contracts/xledger.md 5).</summary>
    public int XledgerBatch { get; init; } = 500;

    /// <summary>Records in one request that writes, of all kinds together.</summary>
    public int XledgerNodesPerRequest { get; init; } = 500;

    /// <summary>
    /// Requests for one batch of updates whose records fit in one request: read anew, write under aliases, read back.
    /// </summary>
    public int XledgerRequestsPerUpdateBatch { get; init; } = 3;

    /// <summary>
    /// Once more for a batch that changes names, addresses, e-mail or phone: which ledger records are suppliers is
    /// looked up.
    /// </summary>
    public int XledgerSupplierLookUp { get; init; } = 1;

    /// <summary>
    /// Tries, once per kind of input, until it is known what empties it; kinds that are known cost nothing. How
    /// Xledger's interface empties a field is not public, so the first
    /// run finds out (contracts/xledger.md 4.3), and the forecast reckons with the answer that takes longest.
    /// </summary>
    public int XledgerTriesToLearnEmptying { get; init; } = 2;

    public IReadOnlySet<EmptiedKind> KnownEmptying { get; init; } = new HashSet<EmptiedKind>();

    /// <summary>
    /// Whether a batch's mutations share requests; if not, each kind of record (employee, contact, supplier) takes one.
    /// </summary>
    public bool XledgerAliased { get; init; } = true;

    /// <summary>
    /// Requests for one small batch of additions: look up by employment id, add, look up suppliers, make contacts and
    /// suppliers, link them, complete, read back.
    /// </summary>
    public int XledgerRequestsPerAdditionBatch { get; init; } = 7;

    /// <summary>
    /// The same where Xledger makes contact and supplier itself: look up, add, look up suppliers, complete, read back.
    /// </summary>
    public const int RequestsWhereAddingMakesRecords = 5;

    /// <summary>Employees in one page when comparing.</summary>
    public int XledgerPage { get; init; } = 10_000;

    /// <summary>Requests of a comparison that do not depend on how many employees there are.</summary>
    public int XledgerRequestsPerComparison { get; init; }

    /// <summary>Calls that a run makes once: the token.</summary>
    public int HumaRequestsPerRun { get; init; } = 1;

    /// <summary>Calls to read one user in full.</summary>
    public int HumaRequestsPerRead { get; init; } = 1;

    /// <summary>
    /// How often a profile, before or after a write, needs one more call: its positions are listed where several or no
    /// current one exist. An experience, not a fact.
    /// </summary>
    public double HumaShareWithPositionList { get; init; } = 0.2;

    /// <summary>
    /// Calls to create a user; profile, position and identification come on top as for an update, and the last answer
    /// is the read-back.
    /// </summary>
    public int HumaRequestsPerAddition { get; init; } = 1;

    /// <summary>Users in one page of the list; Huma gives 50 at most.</summary>
    public int HumaPage { get; init; } = 50;

    /// <summary>Calls that go on at the same time.</summary>
    public int HumaParallel { get; init; } = 4;

    public double XledgerSecondsPerRequest { get; init; } = 0.8;

    /// <summary>Requests a second that the limit of 20 in 5 seconds leaves.</summary>
    public double XledgerRequestsPerSecond { get; init; } = 4;

    public double HumaSecondsPerRequest { get; init; } = 0.15;

    /// <summary>Bytes that one employee takes when read (packed with gzip), and one written field when sent.</summary>
    public int XledgerBytesPerEmployee { get; init; } = 300;

    public int XledgerBytesPerField { get; init; } = 60;

    /// <summary>
    /// Bytes of one written field, of what a request needs beside it, and of an answer, which is a profile nearly
    /// always.
    /// </summary>
    public int HumaBytesPerField { get; init; } = 60;

    public int HumaBytesPerRequest { get; init; } = 20;

    public int HumaBytesPerAnswer { get; init; } = 2_500;

    /// <summary>Bytes of a document with its variables' frame.</summary>
    public int XledgerBytesPerRequest { get; init; } = 2_000;

    /// <summary>
    /// Calls for one write to Huma, by the fields it holds: profile, position and identification apart. Only the
    /// profile's answer shows all, so without it the user is read.
    /// </summary>
    internal int HumaWriteRequests(IReadOnlyCollection<Field> fields)
    {
        var ofProfile = fields.Any(IsIn(HumaRecord.Profile));
        return (ofProfile ? 1 : HumaRequestsPerRead)
            + (fields.Any(IsIn(HumaRecord.Position)) ? 1 : 0)
            + (fields.Any(IsIn(HumaRecord.Identification)) ? 1 : 0);
    }

    /// <summary>
    /// Requests that one batch of updates takes to be written: as many as its records need, or those of each kind of
    /// record apart.
    /// </summary>
    internal int XledgerWriteRequests(IReadOnlyList<IEnumerable<PlannedChange>> batch)
    {
        int[] nodes =
        [
            batch.Count(person => person.Any(change => IsWrittenTo(XledgerRecords.Employee, change.Field))),
            batch.Count(person => person.Any(change => IsWrittenTo(XledgerRecords.Contact, change.Field))),
            batch.Count(person => person.Any(change => IsOfSupplier(change.Field))),
        ];
        return XledgerAliased ? Requests(nodes.Sum()) : nodes.Sum(Requests);
    }

    /// <summary>
    /// Requests that one batch of additions takes. More people than fit in one request make more of them where contacts
    /// and suppliers are made, and
    /// where the three records of each are completed; without aliases each kind of record goes apart.
    /// </summary>
    internal int XledgerAdditionRequests(int people)
    {
        var madeByXledger = XledgerRequestsPerAdditionBatch == RequestsWhereAddingMakesRecords;
        var making =
            madeByXledger ? 0
            : XledgerAliased ? Requests(2 * people) - 1
            : 1;
        var completing = XledgerAliased ? Requests(3 * people) - 1 : 2;
        return XledgerRequestsPerAdditionBatch + making + completing;
    }

    /// <summary>Kept on the ledger record too.</summary>
    internal static bool IsOfSupplier(Field field) => IsWrittenTo(XledgerRecords.Supplier, field);

    private static bool IsWrittenTo(XledgerRecords record, Field field) =>
        FieldRules.For(field).WrittenTo.HasFlag(record);

    private static Func<Field, bool> IsIn(HumaRecord record) => field => FieldRules.For(field).KeptIn == record;

    private int Requests(int nodes) => Batches(nodes, XledgerNodesPerRequest);

    /// <summary>What the inputs of a field are emptied like.</summary>
    internal static EmptiedKind EmptiedAs(Field field) =>
        FieldRules.KindOf(field) switch
        {
            FieldKind.BirthDate or FieldKind.Date => EmptiedKind.Date,
            FieldKind.Gender => EmptiedKind.Reference,
            _ => EmptiedKind.Text,
        };

    internal double Seconds(int xledgerRequests, int humaRequests) =>
        Math.Round(
            Math.Max(xledgerRequests * XledgerSecondsPerRequest, xledgerRequests / XledgerRequestsPerSecond)
                + (humaRequests * HumaSecondsPerRequest / Math.Max(1, HumaParallel)),
            1
        );

    internal static int Batches(int people, int size) => (people + size - 1) / size;
}
