using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// That an administrator undid the sync of one field. As long as both systems hold what they held then, nothing
/// proposes the same again and no rule does it: a person has to.
/// </summary>
/// <param name="Target">The system in which the earlier value was put back.</param>
/// <param name="Value">The value that was put back there.</param>
/// <param name="Undone">The value that was undone; the other system still held it.</param>
/// <param name="Run">Number of the run that put it back.</param>
public sealed record PutBack(HumaId Huma, Field Field, Side Target, FieldValue Value, FieldValue Undone, int Run)
{
    public DifferenceKey Key => new(Huma, Field);

    // Values may be sensitive.
    public override string ToString() => $"{Field} in {Target} by run {Run}";
}
