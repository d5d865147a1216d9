using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>The fields of added people that were not written; the first reason of a field counts.</summary>
internal sealed class UnwrittenFields
{
    private readonly Dictionary<string, Dictionary<Field, Reason>> _fields = [];
    private readonly HashSet<(string ClientId, Field Field)> _impossible = [];

    /// <summary>The fields with their reasons, by client id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<Field, Reason>> ByClientId =>
        _fields.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<Field, Reason>)pair.Value);

    /// <summary>The fields that Xledger cannot store for the person.</summary>
    public IReadOnlySet<(string ClientId, Field Field)> Impossible => _impossible;

    /// <summary>Adds a field.</summary>
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

    /// <summary>Adds all fields of contact and ledger record.</summary>
    public void Add(NewEmployee person, Reason reason)
    {
        foreach (var field in person.Rest().Values.Keys)
        {
            Add(person, field, reason);
        }
    }
}
