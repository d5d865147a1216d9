using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// One field of one person in one system. Where people exchange a value, two changes of a plan are about the same one.
/// </summary>
internal readonly record struct WrittenField(Side Target, string Person, Field Field)
{
    /// <summary>The field that a line of the journal writes.</summary>
    public static WrittenField Of(ChangeRecord change) => new(change.Target, PersonChanges.KeyOf(change), change.Field);
}
