namespace HumaXledger.Benchmarks.Circuits;

/// <summary>
/// What a circuit has rendered, kept as the browser keeps it, without a layout: <c>BrowserRenderer.ts</c> of ASP.NET
/// Core says what each edit does.
/// </summary>
internal sealed class RenderedPage
{
    private readonly Dictionary<int, PageNode> _components = [];

    /// <summary>Everything on the page.</summary>
    public IEnumerable<PageNode> All => _roots.SelectMany(root => root.All);

    private readonly List<PageNode> _roots = [];

    /// <summary>Applies a batch.</summary>
    public void Apply(byte[] bytes)
    {
        var batch = new RenderBatch(bytes);
        var updated = batch.Number(batch.Updated);
        // One after the other: each has its component, the number of its edits, and the edits.
        var at = UpdatedFrom(batch, updated);
        for (var number = 0; number < updated; number++)
        {
            var place = batch.Number(at + (number * 4));
            Apply(batch, ComponentOf(batch.Number(place)), place + 8, batch.Number(place + 4));
        }

        var disposed = batch.Number(batch.Disposed);
        for (var number = 0; number < disposed; number++)
        {
            _components.Remove(batch.Number(batch.Disposed + 4 + (number * 4)));
        }
    }

    // The places of the diffs stand in a table of their own, after its length.
    private static int UpdatedFrom(RenderBatch batch, int updated) => updated == 0 ? 0 : batch.Updated + 4;

    private PageNode ComponentOf(int id)
    {
        if (!_components.TryGetValue(id, out var component))
        {
            _components[id] = component = new PageNode(null);
            _roots.Add(component);
        }

        return component;
    }

    private void Apply(RenderBatch batch, PageNode component, int from, int count)
    {
        var (parent, moves) = (component, new List<(int From, int To)>());
        for (var number = 0; number < count; number++)
        {
            var edit = from + (number * RenderBatch.EditSize);
            var (kind, sibling, other) = (batch.Number(edit), batch.Number(edit + 4), batch.Number(edit + 8));
            switch (kind)
            {
                case 1: // PrependFrame
                    Insert(batch, parent, sibling, other);
                    break;
                case 2: // RemoveFrame
                    parent.Children.RemoveAt(sibling);
                    break;
                case 3: // SetAttribute
                    Set(batch, parent.Children[sibling], batch.Frame(other));
                    break;
                case 4: // RemoveAttribute
                    parent.Children[sibling].Unset(batch.Text(edit + 12)!);
                    break;
                case 5: // UpdateText
                case 8: // UpdateMarkup
                    parent.Children[sibling].Content = batch.Text(batch.Frame(other) + 4) ?? "";
                    break;
                case 6: // StepIn
                    parent = parent.Children[sibling];
                    break;
                case 7: // StepOut
                    parent = parent.Parent!;
                    break;
                case 9: // PermutationListEntry
                    moves.Add((sibling, other));
                    break;
                case 10: // PermutationListEnd
                    var moved = moves.ConvertAll(move => (parent.Children[move.From], move.To));
                    moved.ForEach(one => parent.Children[one.To] = one.Item1);
                    moves.Clear();
                    break;
                default:
                    throw new NotSupportedException($"An edit of kind {kind}.");
            }
        }
    }

    /// <returns>How many children it became.</returns>
    private int Insert(RenderBatch batch, PageNode parent, int at, int index)
    {
        var frame = batch.Frame(index);
        switch (batch.Number(frame))
        {
            case 1: // Element
                var element = new PageNode(batch.Text(frame + 8));
                parent.Insert(at, element);
                var (child, last) = (index + 1, index + batch.Number(frame + 4));
                for (; child < last && batch.Number(batch.Frame(child)) == 3; child++)
                {
                    Set(batch, element, batch.Frame(child));
                }

                InsertAll(batch, element, 0, child, last);
                return 1;
            case 2: // Text
            case 8: // Markup
                parent.Insert(at, new PageNode(null) { Content = batch.Text(frame + 4) ?? "" });
                return 1;
            case 4: // Component
                var component = new PageNode(null);
                parent.Insert(at, component);
                _components[batch.Number(frame + 8)] = component;
                return 1;
            case 5: // Region
                return InsertAll(batch, parent, at, index + 1, index + batch.Number(frame + 4));
            default: // Captures of references and names of events take no place.
                return 0;
        }
    }

    private int InsertAll(RenderBatch batch, PageNode parent, int at, int first, int last)
    {
        var next = at;
        for (var index = first; index < last; index++)
        {
            next += Insert(batch, parent, next, index);
            var frame = batch.Frame(index);
            index += batch.Number(frame) is 1 or 4 or 5 ? batch.Number(frame + 4) - 1 : 0;
        }

        return next - at;
    }

    private static void Set(RenderBatch batch, PageNode element, int frame) =>
        element.Set(batch.Text(frame + 4)!, batch.Text(frame + 8), batch.LongNumber(frame + 12));
}
