using System.Collections.Concurrent;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>A stored value that was sealed for another row or column, or changed in the database.</summary>
/// <param name="OwnerId">The connection, plan or comparison of the row (<see cref="ISealedRow.OwnerId"/>).</param>
/// <param name="Column">Table and column.</param>
/// <param name="Row">The row (<see cref="ISealedRow.Identity"/>).</param>
internal readonly record struct MisplacedValue(Guid OwnerId, string Column, string Row);

/// <summary>
/// What was met while reading, until it is taken. Bounded: an administrator needs to know that there are many,
/// not each of them. Safe for concurrent use.
/// </summary>
internal sealed class MisplacedValueList
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<MisplacedValue, bool> _met = new();

    public void Add(MisplacedValue value)
    {
        if (_met.Count < Most)
        {
            _met.TryAdd(value, value: true);
        }
    }

    /// <summary>All of them; they are no longer in the list.</summary>
    public IReadOnlyList<MisplacedValue> Take() => [.. _met.Keys.Where(value => _met.TryRemove(value, out _))];
}
