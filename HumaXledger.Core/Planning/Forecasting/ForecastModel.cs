using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Forecasting;

/// <summary>
/// The cost of each step of a run or a comparison. The executor works in the same steps, so that forecast and actual
/// use agree: a change of the executor needs a change here.
/// </summary>
public sealed record ForecastModel
{
    /// <summary>The costs before anything is learned about Xledger.</summary>
    public static readonly ForecastModel Default = new();

    /// <summary>
    /// Requests that every run makes once. 0: system values and countries are addressed by their codes.
    /// </summary>
    public int XledgerRequestsPerRun { get; init; }

    /// <summary>People in one read of those who are updated.</summary>
    public int XledgerRead { get; init; } = 2_500;

    /// <summary>People who are added together; Xledger accepts at most 500 nodes (contracts/xledger.md 5).</summary>
    public int XledgerBatch { get; init; } = 500;

    /// <summary>Records of all kinds in one write request.</summary>
    public int XledgerNodesPerRequest { get; init; } = 500;

    /// <summary>
    /// Attempts, once per kind of input, until the way to clear it is known; known kinds cost nothing. How Xledger's
    /// interface clears a field is not public, so the first run finds out (contracts/xledger.md 4.3). The forecast
    /// assumes the worst case.
    /// </summary>
    public int XledgerTriesToLearnEmptying { get; init; } = 2;

    /// <summary>The kinds of input whose clearing is known.</summary>
    public IReadOnlySet<EmptiedKind> KnownEmptying { get; init; } = new HashSet<EmptiedKind>();

    /// <summary>
    /// Whether a batch's mutations share requests; if not, each kind of record (employee, contact, supplier) needs one.
    /// </summary>
    public bool XledgerAliased { get; init; } = true;

    /// <summary>
    /// Whether Xledger creates contact and supplier with the employee; otherwise they are created and linked.
    /// </summary>
    public bool AddingMakesRecords { get; init; }

    /// <summary>Records per page where suppliers are looked up by their codes.</summary>
    internal const int SuppliersPerPage = 1_000;

    /// <summary>Employees per page of a comparison.</summary>
    public int XledgerPage { get; init; } = 10_000;

    /// <summary>Requests of a comparison that do not depend on the number of employees.</summary>
    public int XledgerRequestsPerComparison { get; init; }

    /// <summary>Calls that a run makes once: the token.</summary>
    public int HumaRequestsPerRun { get; init; } = 1;

    /// <summary>Calls to read one complete user.</summary>
    public int HumaRequestsPerRead { get; init; } = 1;

    /// <summary>
    /// Of people of whom nothing is known: the share of profiles that need one more call before and after a write,
    /// because their positions are listed where several or no current one exists. Observed, not documented.
    /// </summary>
    public double HumaShareWithPositionList { get; init; } = 0.2;

    /// <summary>
    /// Calls to create a user; profile, position and identification are added as for an update, one more before a
    /// position, and the last answer is the read-back.
    /// </summary>
    public int HumaRequestsPerAddition { get; init; } = 1;

    /// <summary>
    /// The day of the run: a position that begins later is found and read by calls of its own. Null: none does.
    /// </summary>
    public DateOnly? Today { get; init; }

    /// <summary>Users per page of the list; Huma returns at most 50.</summary>
    public int HumaPage { get; init; } = 50;

    /// <summary>Calls in parallel.</summary>
    public int HumaParallel { get; init; } = 4;

    /// <summary>Observed average.</summary>
    public double XledgerSecondsPerRequest { get; init; } = 0.8;

    /// <summary>Requests per second, below the limit of 20 in 5 seconds.</summary>
    public double XledgerRequestsPerSecond { get; init; } = 4;

    /// <summary>Observed average.</summary>
    public double HumaSecondsPerRequest { get; init; } = 0.15;

    /// <summary>Bytes of one employee when read (gzip).</summary>
    public int XledgerBytesPerEmployee { get; init; } = 300;

    /// <summary>Bytes of one written field.</summary>
    public int XledgerBytesPerField { get; init; } = 60;

    /// <summary>Bytes of one written field.</summary>
    public int HumaBytesPerField { get; init; } = 60;

    /// <summary>Bytes of a request besides its fields.</summary>
    public int HumaBytesPerRequest { get; init; } = 20;

    /// <summary>Bytes of an answer, which is nearly always a profile.</summary>
    public int HumaBytesPerAnswer { get; init; } = 2_500;

    /// <summary>Bytes of a document with the frame of its variables.</summary>
    public int XledgerBytesPerRequest { get; init; } = 2_000;

    /// <summary>
    /// Calls for one write to Huma, by the fields it has: profile, position and identification are written separately.
    /// Only the profile's answer is complete, so without it the user is read.
    /// </summary>
    internal int HumaWriteRequests(IReadOnlyCollection<Field> fields)
    {
        var ofProfile = fields.Any(IsIn(HumaRecord.Profile));
        return (ofProfile ? 1 : HumaRequestsPerRead)
            + (fields.Any(IsIn(HumaRecord.Position)) ? 1 : 0)
            + (fields.Any(IsIn(HumaRecord.Identification)) ? 1 : 0);
    }

    /// <summary>Whether a position has to be written.</summary>
    internal static bool IsOfPosition(IReadOnlyCollection<Field> fields) => fields.Any(IsIn(HumaRecord.Position));

    private static Func<Field, bool> IsIn(HumaRecord record) => field => FieldRules.For(field).KeptIn == record;

    /// <summary>The kind of a field's input, for clearing.</summary>
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
