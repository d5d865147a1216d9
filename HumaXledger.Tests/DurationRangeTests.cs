using HumaXledger.Core;

namespace HumaXledger.Tests;

public sealed class DurationRangeTests
{
    private static readonly DurationRangeAttribute OneSecondToADay = new("00:00:01", "1.00:00:00");

    [Theory]
    [InlineData("00:00:00.9999999", false)]
    [InlineData("00:00:01", true)]
    [InlineData("1.00:00:00", true)]
    [InlineData("1.00:00:00.0000001", false)]
    [InlineData("-00:00:01", false)]
    public void Duration_AtAndBesideTheBounds_IsValidUpToThem(string duration, bool isValid) =>
        Assert.Equal(isValid, OneSecondToADay.IsValid(TimeSpan.Parse(duration)));

    [Fact]
    public void Value_Missing_IsValid_AndOfAnotherType_IsNot() =>
        Assert.Equal((true, false), (OneSecondToADay.IsValid(null), OneSecondToADay.IsValid(1)));

    [Fact]
    public void Message_NamesTheSettingAndBothBounds() =>
        Assert.Equal(
            "The field Every must be between 00:00:01 and 1.00:00:00.",
            OneSecondToADay.FormatErrorMessage("Every")
        );
}
