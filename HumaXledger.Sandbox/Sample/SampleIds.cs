namespace HumaXledger.Sandbox.Sample;

/// <summary>Ids that depend on the seed alone.</summary>
internal static class SampleIds
{
    public static Guid Organization(int seed) => Of(seed, "organization");

    public static Guid Of(int seed, string purpose, int index = 0) => SampleRandom.For(seed, purpose, index).Id();
}
