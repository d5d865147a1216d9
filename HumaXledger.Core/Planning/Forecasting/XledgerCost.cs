using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Forecasting;

/// <summary>What the writes of a plan cost in Xledger, in the steps in which a run carries them out.</summary>
internal sealed class XledgerCost(ForecastModel model)
{
    private const XledgerRecords All = XledgerRecords.Employee | XledgerRecords.Contact | XledgerRecords.Supplier;
    private static readonly XledgerRecords[] Records =
    [
        XledgerRecords.Employee,
        XledgerRecords.Contact,
        XledgerRecords.Supplier,
    ];

    // Suppliers are looked up once per run.
    private readonly HashSet<string> _lookedUp = [];
    private readonly HashSet<EmptiedKind> _learned = [.. model.KnownEmptying];

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Records that are asked for.</summary>
    public int Read { get; private set; }

    /// <summary>Records that are sent.</summary>
    public int Written { get; private set; }

    /// <summary>People of each step.</summary>
    public int People { get; private set; }

    /// <summary>Adds the cost of these changes; those of Huma cost nothing here.</summary>
    public XledgerCost Of(IEnumerable<PlannedChange> changes)
    {
        foreach (
            var step in changes
                .Where(change => change.Target == Side.Xledger)
                .GroupBy(change => (change.Kind, change.Wave))
                .OrderBy(step => step.Key)
        )
        {
            var people = step.GroupBy(PersonKey.Of).ToArray();
            People += people.Length;
            if (step.Key.Kind == ChangeKind.Update)
            {
                foreach (var batch in people.Chunk(model.XledgerRead))
                {
                    Update(batch);
                }
            }
            else
            {
                foreach (var batch in people.Chunk(model.XledgerBatch))
                {
                    Add(batch.Length);
                }
            }
        }

        Requests += Requests > 0 ? model.XledgerRequestsPerRun : 0;
        return this;
    }

    // Read, suppliers, write, read back.
    private void Update(IReadOnlyList<IGrouping<PersonKey, PlannedChange>> batch)
    {
        Ask(batch.Count);
        Ask(batch.Count);
        var suppliers = batch.Count(person =>
            RecordsOf(person).HasFlag(XledgerRecords.Supplier) && _lookedUp.Add(person.Key.Id)
        );
        if (suppliers > 0)
        {
            Ask(suppliers);
        }

        // What is cleared in a way that is not known goes apart, once for each attempt; in later requests it is known.
        var unknown = batch
            .SelectMany(person => person)
            .Where(change => change.To is FieldValue.Empty)
            .Select(change => ForecastModel.EmptiedAs(change.Field))
            .Where(kind => !_learned.Contains(kind))
            .ToHashSet();
        Send([.. batch.Select(person => RecordsOf(person))]);
        if (unknown.Count == 0)
        {
            return;
        }

        var apart = batch.Sum(person => Count(RecordsOf(person.Where(change => IsUnknown(change, unknown)))));
        Requests += unknown.Count * model.XledgerTriesToLearnEmptying;
        Written += Math.Min(apart, model.XledgerNodesPerRequest) * (model.XledgerTriesToLearnEmptying - 1);
        if (batch.All(person => person.All(change => IsUnknown(change, unknown))))
        {
            // Nothing is left for the first request itself.
            Requests--;
        }

        _learned.UnionWith(unknown);
    }

    // Look up by employment ID, add, look up suppliers, create contacts and suppliers, link them, complete, read back;
    // where Xledger creates contacts and suppliers itself, without the two steps that do.
    private void Add(int people)
    {
        Ask(model.XledgerPage);
        Send([.. Enumerable.Repeat(XledgerRecords.Employee, people)]);
        if (model.AddingMakesRecords)
        {
            Ask(people);
        }
        else
        {
            Ask(ForecastModel.SuppliersPerPage);
            Send([.. Enumerable.Repeat(XledgerRecords.Contact | XledgerRecords.Supplier, people)]);
            Send([.. Enumerable.Repeat(XledgerRecords.Employee, people)]);
        }

        Send([.. Enumerable.Repeat(All, people)]);
        Ask(people);
    }

    private void Ask(int records)
    {
        Requests++;
        Read += records;
    }

    // In one request for all kinds of records, or one for each kind.
    private void Send(IReadOnlyList<XledgerRecords> people)
    {
        int[] nodes = [.. Records.Select(record => people.Count(records => records.HasFlag(record)))];
        Requests += model.XledgerAliased ? Batches(nodes.Sum()) : nodes.Sum(Batches);
        Written += nodes.Sum();
    }

    private int Batches(int nodes) => ForecastModel.Batches(nodes, model.XledgerNodesPerRequest);

    private static bool IsUnknown(PlannedChange change, HashSet<EmptiedKind> unknown) =>
        change.To is FieldValue.Empty && unknown.Contains(ForecastModel.EmptiedAs(change.Field));

    private static XledgerRecords RecordsOf(IEnumerable<PlannedChange> person) =>
        person.Aggregate(XledgerRecords.None, (all, change) => all | FieldRules.For(change.Field).WrittenTo);

    private static int Count(XledgerRecords records) => Records.Count(record => records.HasFlag(record));
}
