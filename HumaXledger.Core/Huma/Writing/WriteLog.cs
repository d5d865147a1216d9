using System.Globalization;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>The result of each field so far, so that earlier results survive a failure half way.</summary>
internal sealed class WriteLog
{
    private readonly Dictionary<Field, Reason> _refused = [];
    private readonly HashSet<Field> _accepted = [];

    /// <summary>The refused fields with their reasons.</summary>
    public IReadOnlyDictionary<Field, Reason> Refused => _refused;

    /// <summary>Whether a field was accepted.</summary>
    public bool AnyAccepted => _accepted.Count > 0;

    /// <summary>Records a refusal.</summary>
    public void Refuse(Field field, Reason reason) => _refused[field] = reason;

    /// <summary>Records an acceptance.</summary>
    public void Accept(Field field) => _accepted.Add(field);

    /// <summary>Replaces an acceptance by a refusal.</summary>
    public void RefuseAccepted(Field field, Reason reason)
    {
        if (_accepted.Remove(field))
        {
            _refused[field] = reason;
        }
    }

    /// <summary>Refuses those of these fields that have no result yet.</summary>
    public void RefuseRest(IEnumerable<Field> fields, Reason reason)
    {
        foreach (var field in fields.Where(field => !_accepted.Contains(field) && !_refused.ContainsKey(field)))
        {
            _refused[field] = reason;
        }
    }

    /// <summary>The reason of a refused field.</summary>
    public static Reason ReasonOf(HumaRefusal refusal, string where) =>
        refusal switch
        {
            { IsGone: true } => new Reason(HumaReasons.NotFound, where),
            { IsLocked: true } => new Reason(HumaReasons.Locked),
            { Status: 403 } => new Reason(HumaReasons.Forbidden, where),
            { IsDuplicate: true } => new Reason(HumaReasons.Unique),
            _ => new Reason(
                HumaReasons.FieldRefused,
                refusal.Code ?? refusal.Status.ToString(CultureInfo.InvariantCulture)
            ),
        };
}
