namespace HumaXledger.Core.People;

/// <summary>One of the two systems.</summary>
public enum Side
{
    Huma,
    Xledger,
}

public static class Sides
{
    public static Side Other(this Side side) => side == Side.Huma ? Side.Xledger : Side.Huma;
}
