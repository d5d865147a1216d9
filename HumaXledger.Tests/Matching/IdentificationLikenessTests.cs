using HumaXledger.Core.Matching.Weights;

namespace HumaXledger.Tests.Matching;

/// <summary>How similar two identity numbers are.</summary>
public sealed class IdentificationLikenessTests
{
    // Born in 1904 or 2004: the spreadsheet of one system dropped the zero, the other system has the century.
    [Theory]
    [InlineData("412311234", "190412311234", true)]
    [InlineData("412311234", "200412311234", true)]
    [InlineData("412311234", "170412311234", false)]
    public void Number_WithoutItsZeroBesideOneWithACentury_IsTheSameButForAZero(
        string one,
        string other,
        bool isZeroLost
    )
    {
        var expected = isZeroLost ? IdentificationLikeness.ZeroLost : IdentificationLikeness.Different;

        Assert.Equal(
            (expected, expected),
            (IdentificationEvidence.Of(one, other), IdentificationEvidence.Of(other, one))
        );
    }
}
