using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>The rows of one kind, in the order of their ids. Safe to read from any thread.</summary>
public sealed class Table<TRow>
    where TRow : Row
{
    private readonly SortedList<long, TRow> _rows = [];
    private readonly Lock _gate;
    private readonly long _firstKey;
    private long _lastKey;

    internal Table(Lock gate, long firstKey)
    {
        _gate = gate;
        _firstKey = firstKey;
        _lastKey = firstKey - 1;
    }

    /// <summary>Number of rows.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _rows.Count;
        }
    }

    /// <summary>The row with that id, or null.</summary>
    public TRow? Find(long? dbId)
    {
        if (dbId is not { } key)
            return null;
        lock (_gate)
            return _rows.GetValueOrDefault(key);
    }

    /// <summary>A copy of the current rows; later edits do not appear in it.</summary>
    public IReadOnlyList<TRow> All()
    {
        lock (_gate)
            return [.. _rows.Values];
    }

    /// <summary>The rows themselves; for use under the store's lock only.</summary>
    internal IList<TRow> Rows => _rows.Values;

    /// <summary>The index of the first row with a greater id; for use under the store's lock only.</summary>
    internal int IndexAfter(long key)
    {
        var (low, high) = (0, _rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_rows.GetKeyAtIndex(middle) <= key)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    internal void Put(TRow row)
    {
        if (row.Key == 0)
            row.Key = _lastKey + 1;
        _lastKey = Math.Max(_lastKey, row.Key);
        _rows[row.Key] = row;
    }

    internal void Take(long key) => _rows.Remove(key);

    internal void Clear()
    {
        _rows.Clear();
        _lastKey = _firstKey - 1;
    }
}
