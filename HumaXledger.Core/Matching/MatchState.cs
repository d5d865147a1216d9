namespace HumaXledger.Core.Matching;

/// <summary>What is known about who is who (product.md section 4).</summary>
public enum MatchState
{
    /// <summary>Linked before, by the immutable ids of both systems.</summary>
    Linked,

    /// <summary>The evidence leaves no reasonable doubt.</summary>
    Certain,

    /// <summary>Needs a person's yes before anything is written.</summary>
    Probable,

    /// <summary>Several candidates; needs a choice.</summary>
    Ambiguous,

    /// <summary>The record of an earlier employment of a person who has a present one on the same side.</summary>
    EarlierRecord,

    OnlyInHuma,
    OnlyInXledger,
}
