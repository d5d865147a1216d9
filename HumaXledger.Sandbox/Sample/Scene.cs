namespace HumaXledger.Sandbox.Sample;

/// <summary>A situation that a number of people in every 250 are put into.</summary>
/// <param name="Times">Occurrences for every 250 people.</param>
/// <param name="Play">Takes the people from the casting and changes them.</param>
internal sealed record Scene(int Times, Action<Casting> Play)
{
    /// <summary>How many people of the Norwegian company one occurrence needs.</summary>
    public int Norwegians { get; init; } = 1;

    /// <summary>How many people of the Swedish company one occurrence needs.</summary>
    public int Swedes { get; init; }
}
