namespace HumaXledger.Sandbox.Sample;

/// <summary>Who contains which situation, so that tests and the tour can name them.</summary>
public sealed class SampleCatalogue
{
    private readonly ILookup<(SampleSituation, SandboxField?), SampleCase> _cases;

    internal SampleCatalogue(IReadOnlyList<SampleCase> cases, IReadOnlyList<SamplePair> pairs)
    {
        Cases = cases;
        Pairs = pairs;
        _cases = cases.ToLookup(one => (one.Situation, one.Field));
    }

    public IReadOnlyList<SampleCase> Cases { get; }

    /// <summary>Everybody: who is who in truth, whatever the records say.</summary>
    public IReadOnlyList<SamplePair> Pairs { get; }

    /// <param name="field">For the situations that are about a field.</param>
    public IReadOnlyList<SampleCase> Of(SampleSituation situation, SandboxField? field = null) =>
        [.. _cases[(situation, field)]];
}

/// <summary>One occurrence of a situation: one person, or the people that it takes.</summary>
/// <param name="Field">For the situations that are about a field.</param>
public sealed record SampleCase(SampleSituation Situation, SandboxField? Field, IReadOnlyList<SamplePair> People);

/// <summary>One person of the sample.</summary>
/// <param name="HumaId">Null for a person whom only Xledger knows.</param>
/// <param name="EmployeeDbId">Null for a person whom only Huma knows.</param>
/// <param name="EntityOwnerDbId">The Xledger entity of the person's company.</param>
/// <param name="Agrees">Whether both sides say the same after normalisation.</param>
public sealed record SamplePair(Guid? HumaId, int? EmployeeDbId, int EntityOwnerDbId, bool Agrees);
