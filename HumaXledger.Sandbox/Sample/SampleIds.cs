namespace HumaXledger.Sandbox.Sample;

/// <summary>Ids that depend on the seed alone.</summary>
internal static class SampleIds
{
    /// <summary>The id of the sample's organization in Huma.</summary>
    public static Guid Organization(int seed) => Of(seed, "organization");

    /// <summary>The id for a purpose and an index.</summary>
    public static Guid Of(int seed, string purpose, int index = 0) => SampleRandom.For(seed, purpose, index).Id();
}
