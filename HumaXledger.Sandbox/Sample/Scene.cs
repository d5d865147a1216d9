namespace HumaXledger.Sandbox.Sample;

/// <summary>A situation that is played so many times among 250 people.</summary>
internal sealed record Scene(int Times, Action<Casting> Play)
{
    /// <summary>How many people of the Norwegian company it takes.</summary>
    public int Norwegians { get; init; } = 1;

    /// <summary>How many people of the Swedish company it takes.</summary>
    public int Swedes { get; init; }
}
