using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>What is left to write of people who were added; the first reason given for a field stays.</summary>
internal sealed class Unwritten
{
    private readonly Dictionary<string, Dictionary<Field, Reason>> _fields = [];
    private readonly HashSet<(string ClientId, Field Field)> _impossible = [];

    public IReadOnlyDictionary<string, IReadOnlyDictionary<Field, Reason>> ByClientId =>
        _fields.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<Field, Reason>)pair.Value);

    public IReadOnlySet<(string ClientId, Field Field)> Impossible => _impossible;

    public void Add(NewEmployee person, Field field, Reason reason, bool impossible = false)
    {
        if (!_fields.TryGetValue(person.ClientId, out var fields))
        {
            _fields[person.ClientId] = fields = [];
        }

        if (fields.TryAdd(field, reason) && impossible)
        {
            _impossible.Add((person.ClientId, field));
        }
    }

    /// <summary>Everything that contact and ledger record were to hold.</summary>
    public void Add(NewEmployee person, Reason reason)
    {
        foreach (var field in person.Rest().Values.Keys)
        {
            Add(person, field, reason);
        }
    }
}
