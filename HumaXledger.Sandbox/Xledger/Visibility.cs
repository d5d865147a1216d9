namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// What a token sees of the entity tree: its own entity and everything below; of code tables also what is above
/// (contracts/xledger.md 1.7, 2.3).
/// </summary>
internal sealed class Visibility
{
    private readonly HashSet<int> _below = [];
    private readonly HashSet<int> _above;

    /// <summary>Computes the visible entities; later changes of the tree do not count.</summary>
    public Visibility(XledgerStore store, int ownEntity)
    {
        Own = ownEntity;
        _above = [.. Above(store, ownEntity)];
        var children = store.Entities.Rows.ToLookup(entity => entity.ParentOwnerDbId, entity => entity.OwnerDbId);
        var open = new Stack<int>(children[ownEntity]);
        while (open.TryPop(out var entity))
        {
            if (!_below.Add(entity))
                continue;
            foreach (var child in children[entity])
                open.Push(child);
        }
    }

    /// <summary>The token's own entity.</summary>
    public int Own { get; }

    /// <summary>Whether the token may read and write records of that entity.</summary>
    public bool Mine(int owner) => owner == Own || _below.Contains(owner);

    /// <summary>Whether a record is in the requested set and visible.</summary>
    /// <param name="shared">
    /// Whether the records are of a kind that a group shares with its companies, such as code tables.
    /// </param>
    public bool Shows(OwnerSet set, int owner, bool shared) =>
        set switch
        {
            OwnerSet.Current => owner == Own,
            OwnerSet.Lower => _below.Contains(owner),
            OwnerSet.Upper => shared && _above.Contains(owner),
            OwnerSet.Mine => Mine(owner),
            _ => Mine(owner) || (shared && _above.Contains(owner)),
        };

    /// <summary>The entities above one, nearest first.</summary>
    public static IEnumerable<int> Above(XledgerStore store, int entity)
    {
        var seen = new HashSet<int> { entity };
        while (store.Entities.Find(entity)?.ParentOwnerDbId is { } parent && seen.Add(parent))
        {
            yield return parent;
            entity = parent;
        }
    }
}
