namespace HumaXledger.Core.Matching;

/// <summary>The state of a match (product.md section 4).</summary>
public enum MatchState
{
    /// <summary>Linked earlier, by the immutable ids of both systems.</summary>
    Linked,

    /// <summary>The evidence leaves no reasonable doubt.</summary>
    Certain,

    /// <summary>Needs a user's confirmation before anything is written.</summary>
    Probable,

    /// <summary>Several candidates; needs a decision.</summary>
    Ambiguous,

    /// <summary>The record of an earlier employment of a person who has a current one on the same side.</summary>
    EarlierRecord,

    OnlyInHuma,
    OnlyInXledger,
}
