namespace HumaXledger.Sandbox.Sample;

/// <summary>Who is in which situation, so that tests and the guided tour can refer to them.</summary>
public sealed class SampleCatalogue
{
    private readonly ILookup<(SampleSituation, SandboxField?), SampleCase> _cases;

    internal SampleCatalogue(IReadOnlyList<SampleCase> cases, IReadOnlyList<SamplePair> pairs)
    {
        Cases = cases;
        Pairs = pairs;
        _cases = cases.ToLookup(one => (one.Situation, one.Field));
    }

    /// <summary>All recorded situations.</summary>
    public IReadOnlyList<SampleCase> Cases { get; }

    /// <summary>All people with their true identity, whatever the records say.</summary>
    public IReadOnlyList<SamplePair> Pairs { get; }

    /// <summary>The cases of one situation.</summary>
    /// <param name="field">For situations about a field.</param>
    public IReadOnlyList<SampleCase> Of(SampleSituation situation, SandboxField? field = null) =>
        [.. _cases[(situation, field)]];
}

/// <summary>One occurrence of a situation, with one person or several.</summary>
/// <param name="Field">For situations about a field.</param>
public sealed record SampleCase(SampleSituation Situation, SandboxField? Field, IReadOnlyList<SamplePair> People);

/// <summary>One person of the sample.</summary>
/// <param name="HumaId">Null for a person who is only in Xledger.</param>
/// <param name="EmployeeDbId">Null for a person who is only in Huma.</param>
/// <param name="EntityOwnerDbId">The Xledger entity of the person's company.</param>
/// <param name="Agrees">Whether both sides are equal after normalization.</param>
public sealed record SamplePair(Guid? HumaId, int? EmployeeDbId, int EntityOwnerDbId, bool Agrees);
