namespace HumaXledger.Core.People;

/// <summary>One of the two systems.</summary>
public enum Side
{
    Huma,
    Xledger,
}

/// <summary>Operations on <see cref="Side"/>.</summary>
public static class Sides
{
    /// <summary>The opposite system.</summary>
    public static Side Other(this Side side) => side == Side.Huma ? Side.Xledger : Side.Huma;
}
