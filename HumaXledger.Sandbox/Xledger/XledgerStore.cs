using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// All data of the simulated Xledger, guarded by one lock. Rows are immutable once stored. Starts with the values that
/// Xledger defines (countries, genders, object kinds) and nothing else.
/// </summary>
public sealed class XledgerStore
{
    /// <summary>Deltas older than this are dropped (contracts/xledger.md 6.2).</summary>
    public static readonly TimeSpan DeltasKept = TimeSpan.FromDays(3);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly XledgerSwitches _switches;
    private readonly List<DeltaRow> _deltas = [];
    private readonly Dictionary<Type, object> _tables;
    private readonly List<XledgerChange> _pending = [];
    private long _lastDelta = 70_000_000;
    private int _depth;

    /// <summary>A store with Xledger's own values only.</summary>
    public XledgerStore(TimeProvider clock, XledgerSwitches switches)
    {
        _clock = clock;
        _switches = switches;
        Entities = new(_gate, 100_001);
        Tokens = new(_gate, 1);
        Employees = new(_gate, 4_210_001);
        Contacts = new(_gate, 30_480_001);
        Subledgers = new(_gate, 21_530_001);
        Companies = new(_gate, 8_870_001);
        Countries = new(_gate, 5_001);
        SystemValues = new(_gate, 601);
        ObjectKinds = new(_gate, 41);
        ObjectValues = new(_gate, 12_090_001);
        BankAccounts = new(_gate, 9_300_001);
        Webhooks = new(_gate, 7_001);
        _tables = new()
        {
            [typeof(EntityRow)] = Entities,
            [typeof(TokenRow)] = Tokens,
            [typeof(EmployeeRow)] = Employees,
            [typeof(ContactRow)] = Contacts,
            [typeof(SubledgerRow)] = Subledgers,
            [typeof(CompanyRow)] = Companies,
            [typeof(CountryRow)] = Countries,
            [typeof(SystemValueRow)] = SystemValues,
            [typeof(ObjectKindRow)] = ObjectKinds,
            [typeof(ObjectValueRow)] = ObjectValues,
            [typeof(BankAccountRow)] = BankAccounts,
            [typeof(WebhookRow)] = Webhooks,
        };
        Reset(_ => { });
    }

    /// <summary>Raised after a committed edit or a reset, outside the lock, on the thread that made it.</summary>
    public event Action<IReadOnlyList<XledgerChange>>? Changed;

    public Table<EntityRow> Entities { get; }
    public Table<TokenRow> Tokens { get; }
    public Table<EmployeeRow> Employees { get; }
    public Table<ContactRow> Contacts { get; }
    public Table<SubledgerRow> Subledgers { get; }
    public Table<CompanyRow> Companies { get; }
    public Table<CountryRow> Countries { get; }
    public Table<SystemValueRow> SystemValues { get; }
    public Table<ObjectKindRow> ObjectKinds { get; }
    public Table<ObjectValueRow> ObjectValues { get; }
    public Table<BankAccountRow> BankAccounts { get; }
    public Table<WebhookRow> Webhooks { get; }

    /// <summary>Reads several things in one consistent state.</summary>
    public T Read<T>(Func<T> read)
    {
        IReadOnlyList<XledgerChange> changes;
        T result;
        lock (_gate)
        {
            _depth++;
            try
            {
                result = read();
            }
            finally
            {
                changes = --_depth == 0 ? [.. _pending] : [];
                if (_depth == 0)
                    _pending.Clear();
            }
        }

        if (changes.Count > 0)
            Changed?.Invoke(changes);
        return result;
    }

    /// <summary>
    /// Changes records as a user of Xledger would: sets <see cref="Row.ModifiedAt"/> and adds deltas.
    /// </summary>
    public void Edit(Action<XledgerEdit> change) => Run(change, history: true, before: null);

    /// <summary>
    /// Adds records with the history that they bring: their own timestamps are kept and no deltas are added.
    /// </summary>
    public void Load(Action<XledgerEdit> fill) => Run(fill, history: false, before: null);

    /// <summary>
    /// Empties the store, restores Xledger's own values and loads what the caller adds. Ids start over.
    /// </summary>
    public void Reset(Action<XledgerEdit> fill) =>
        Run(
            edit =>
            {
                StandardValues.AddTo(edit, _switches.GenderCodes);
                fill(edit);
            },
            history: false,
            before: Clear
        );

    /// <summary>The deltas of one kind that are still kept, oldest first.</summary>
    public IReadOnlyList<DeltaRow> Deltas(XledgerRecord record)
    {
        lock (_gate)
        {
            var oldest = _clock.GetUtcNow().UtcDateTime - DeltasKept;
            _deltas.RemoveAll(delta => delta.At < oldest);
            return [.. _deltas.Where(delta => delta.Change.Record == record)];
        }
    }

    internal Table<TRow> TableOf<TRow>()
        where TRow : Row => (Table<TRow>)_tables[typeof(TRow)];

    private void Run(Action<XledgerEdit> change, bool history, Action? before) =>
        Read(() =>
        {
            var now = _clock.GetUtcNow().UtcDateTime;
            before?.Invoke();
            var edit = new XledgerEdit(this, now, history);
            try
            {
                change(edit);
                if (history)
                    TouchEmployees(edit);
            }
            catch
            {
                edit.RollBack();
                throw;
            }

            var changes = Consolidate(edit.Changes);
            _pending.AddRange(changes);
            if (history)
                _deltas.AddRange(changes.Select(one => new DeltaRow(++_lastDelta, one, now)));
            return changes;
        });

    /// <summary>One entry for each changed record; a record that was added and updated counts as added.</summary>
    private static List<XledgerChange> Consolidate(IReadOnlyList<XledgerChange> changes)
    {
        var added = changes
            .Where(change => change.Mutation == XledgerMutation.Added)
            .Select(change => (change.Record, change.DbId))
            .ToHashSet();
        return
        [
            .. changes
                .Distinct()
                .Where(change =>
                    change.Mutation != XledgerMutation.Updated || !added.Contains((change.Record, change.DbId))
                ),
        ];
    }

    /// <summary>
    /// Whether a changed contact or subledger counts as a change of its employee is unknown, so two switches decide.
    /// </summary>
    private void TouchEmployees(XledgerEdit edit)
    {
        var contacts = Updated(XledgerRecord.Contact, _switches.ContactChangeTouchesEmployee);
        var subledgers = Updated(XledgerRecord.Subledger, _switches.SubledgerChangeTouchesEmployee);
        if (contacts.Count == 0 && subledgers.Count == 0)
            return;
        var touched = Employees
            .Rows.Where(employee =>
                (employee.ContactDbId is { } contact && contacts.Contains(contact))
                || (employee.SubledgerDbId is { } subledger && subledgers.Contains(subledger))
            )
            .ToList();
        foreach (var employee in touched)
            edit.Change(employee, _ => { });

        HashSet<long> Updated(XledgerRecord record, bool counts) =>
            counts
                ?
                [
                    .. edit
                        .Changes.Where(change => change.Record == record && change.Mutation == XledgerMutation.Updated)
                        .Select(change => change.DbId),
                ]
                : [];
    }

    private void Clear()
    {
        Entities.Clear();
        Tokens.Clear();
        Employees.Clear();
        Contacts.Clear();
        Subledgers.Clear();
        Companies.Clear();
        Countries.Clear();
        SystemValues.Clear();
        ObjectKinds.Clear();
        ObjectValues.Clear();
        BankAccounts.Clear();
        Webhooks.Clear();
        _deltas.Clear();
    }
}
