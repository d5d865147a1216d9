namespace HumaXledger.Benchmarks.Circuits;

/// <summary>An element, a text, a piece of markup, or the place of a component in a page.</summary>
/// <param name="name">The element's name; null for all others.</param>
internal sealed class PageNode(string? name)
{
    private readonly Dictionary<string, string?> _attributes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _handlers = new(StringComparer.Ordinal);

    public string? Name { get; } = name;

    public PageNode? Parent { get; private set; }

    public List<PageNode> Children { get; } = [];

    /// <summary>The text of a text node.</summary>
    public string Content { get; set; } = "";

    /// <summary>The text of it and all below.</summary>
    public string Text => Content + string.Concat(Children.Select(child => child.Text));

    /// <summary>It and all below.</summary>
    public IEnumerable<PageNode> All => Children.SelectMany(child => child.All).Prepend(this);

    public string? this[string attribute] => _attributes.GetValueOrDefault(attribute);

    public bool Has(string attribute) => _attributes.ContainsKey(attribute);

    /// <summary>The number of what listens to an event; null where nothing does.</summary>
    public ulong? HandlerOf(string kind) => _handlers.TryGetValue("on" + kind, out var handler) ? handler : null;

    public void Set(string attribute, string? value, ulong handler)
    {
        if (handler > 0)
        {
            _handlers[attribute] = handler;
        }
        else
        {
            _attributes[attribute] = value;
        }
    }

    public void Unset(string attribute)
    {
        _handlers.Remove(attribute);
        _attributes.Remove(attribute);
    }

    public void Insert(int at, PageNode child)
    {
        child.Parent = this;
        Children.Insert(at, child);
    }
}
