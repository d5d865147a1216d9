using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// A transaction: all changes are kept when the edit returns and none when it throws. Mutations and the sandbox page of
/// the Portal both change records through it, so both leave the same timestamps and deltas.
/// </summary>
public sealed class XledgerEdit
{
    private readonly XledgerStore _store;
    private readonly DateTime _now;
    private readonly bool _history;
    private readonly Stack<Action> _undo = new();
    private readonly List<XledgerChange> _changes = [];

    internal XledgerEdit(XledgerStore store, DateTime now, bool history)
    {
        _store = store;
        _now = now;
        _history = history;
    }

    internal IReadOnlyList<XledgerChange> Changes => _changes;

    /// <summary>Adds a row and assigns an id unless it has one. Returns the same row.</summary>
    public TRow Add<TRow>(TRow row)
        where TRow : Row
    {
        var table = _store.TableOf<TRow>();
        if (row.Key != 0 && table.Find(row.Key) is not null)
            throw new ArgumentException($"A {typeof(TRow).Name} with id {row.Key} exists already.", nameof(row));
        if (_history || row.CreatedAt == default)
            row.CreatedAt = _now;
        if (_history || row.ModifiedAt == default)
            row.ModifiedAt = row.CreatedAt;
        table.Put(row);
        if (row is ContactRow contact)
            contact.Id ??= $"C{contact.DbId}";
        _undo.Push(() => table.Take(row.Key));
        Note(row, XledgerMutation.Added);
        return row;
    }

    /// <summary>Stores a changed copy of the row and returns it; the row passed in does not change.</summary>
    public TRow Change<TRow>(TRow row, Action<TRow> change)
        where TRow : Row
    {
        var table = _store.TableOf<TRow>();
        var before = table.Find(row.Key)
            ?? throw new ArgumentException($"No {typeof(TRow).Name} with id {row.Key} exists.", nameof(row));
        var after = (TRow)before.Copy();
        change(after);
        if (_history)
            after.ModifiedAt = _now;
        table.Put(after);
        _undo.Push(() => table.Put(before));
        Note(after, XledgerMutation.Updated);
        return after;
    }

    /// <summary>Removes a row.</summary>
    public void Remove<TRow>(TRow row)
        where TRow : Row
    {
        var table = _store.TableOf<TRow>();
        var before = table.Find(row.Key)
            ?? throw new ArgumentException($"No {typeof(TRow).Name} with id {row.Key} exists.", nameof(row));
        table.Take(row.Key);
        _undo.Push(() => table.Put(before));
        Note(before, XledgerMutation.Deleted);
    }

    internal void RollBack()
    {
        while (_undo.TryPop(out var undo))
            undo();
        _changes.Clear();
    }

    private void Note(Row row, XledgerMutation mutation)
    {
        var record = row switch
        {
            EmployeeRow => XledgerRecord.Employee,
            ContactRow => XledgerRecord.Contact,
            SubledgerRow => XledgerRecord.Subledger,
            _ => XledgerRecord.Other,
        };
        _changes.Add(new XledgerChange(record, row.Key, mutation, row.OwnerDbId));
    }
}
