using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Sync.Running;

/// <summary>The changes of one run that concern one person in one system.</summary>
internal sealed class PersonChanges(IReadOnlyList<ChangeRecord> changes)
{
    /// <summary>The changes, in the order of the plan.</summary>
    public IReadOnlyList<ChangeRecord> Changes { get; } = changes;

    /// <summary>The user. Throws where the person has none yet.</summary>
    public HumaId HumaId =>
        Changes[0].HumaId ?? throw new InvalidOperationException("A change of a Huma user without its id.");

    /// <summary>The employee. Throws where the person has none yet.</summary>
    public XledgerId XledgerId =>
        Changes[0].XledgerId ?? throw new InvalidOperationException("A change of an Xledger employee without its id.");

    /// <summary>Those that have not ended.</summary>
    public IEnumerable<ChangeRecord> Open =>
        Changes.Where(change => change.State is ChangeState.Planned or ChangeState.Sending);

    /// <summary>Sent by a run that was interrupted: only a read shows whether it was carried out.</summary>
    public bool Interrupted => Changes.Any(change => change.State == ChangeState.Sending);

    /// <summary>What a person to be added will hold.</summary>
    public FieldValues Values => new(Changes.Select(change => KeyValuePair.Create(change.Field, change.To)));

    /// <summary>
    /// The same person for all changes of one plan: the record that exists, or for a person to be added the record it
    /// is copied from.
    /// </summary>
    public static string KeyOf(ChangeRecord change) =>
        (change.Target, change.Kind) switch
        {
            (Side.Huma, ChangeKind.Update) or (Side.Xledger, ChangeKind.Create) => change.HumaId?.Value,
            _ => change.XledgerId?.Value,
        } ?? throw new InvalidOperationException("A change without a person.");
}
