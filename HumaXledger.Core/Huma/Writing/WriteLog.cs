using System.Globalization;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>
/// What has become of each field so far, so that a fault half way still tells what was written before it.
/// </summary>
internal sealed class WriteLog
{
    private readonly Dictionary<Field, Reason> _refused = [];
    private readonly HashSet<Field> _taken = [];

    public IReadOnlyDictionary<Field, Reason> Refused => _refused;

    public bool AnyTaken => _taken.Count > 0;

    public void Refuse(Field field, Reason reason) => _refused[field] = reason;

    public void Take(Field field) => _taken.Add(field);

    /// <summary>What seemed taken turns out not to be.</summary>
    public void RefuseTaken(Field field, Reason reason)
    {
        if (_taken.Remove(field))
        {
            _refused[field] = reason;
        }
    }

    /// <summary>Refuses those of these fields that nothing is known of yet.</summary>
    public void RefuseRest(IEnumerable<Field> fields, Reason reason)
    {
        foreach (var field in fields.Where(field => !_taken.Contains(field) && !_refused.ContainsKey(field)))
        {
            _refused[field] = reason;
        }
    }

    /// <summary>Why Huma refused one field.</summary>
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
