using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// Records that an administrator undid the synchronization of one field. While both systems keep their values from
/// then, it is neither proposed nor done by a rule again; a user must decide.
/// </summary>
/// <param name="Huma">The person.</param>
/// <param name="Field">The field.</param>
/// <param name="Target">The system in which the earlier value was restored.</param>
/// <param name="Value">The restored value.</param>
/// <param name="Undone">The value that was undone; the other system still had it.</param>
/// <param name="Run">Number of the run that restored it.</param>
public sealed record PutBack(HumaId Huma, Field Field, Side Target, FieldValue Value, FieldValue Undone, int Run)
{
    /// <summary>Identifies the difference in decisions.</summary>
    public DifferenceKey Key => new(Huma, Field);

    // Values may be sensitive.
    public override string ToString() => $"{Field} in {Target} by run {Run}";
}
