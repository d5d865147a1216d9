using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class OsloTimeTests
{
    [Theory]
    [InlineData("2026-01-15T12:00:00", "2026-01-15T11:00:00")]
    [InlineData("2026-07-15T12:00:00", "2026-07-15T10:00:00")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T01:30:00")]
    public void ToUtc_SummerWinterAndTheTransitions_AreAsDocumented(string local, string utc)
    {
        Assert.True(OsloTime.TryParse(local, out var time));

        Assert.Equal(utc, OsloTime.ToUtc(time).ToString("s"));
    }

    [Theory]
    [InlineData("2026-01-15T11:00:00", "2026-01-15T12:00:00")]
    [InlineData("2026-03-29T01:00:00", "2026-03-29T03:00:00")]
    [InlineData("2026-10-25T00:30:00", "2026-10-25T02:30:00")]
    [InlineData("2026-10-25T01:30:00", "2026-10-25T02:30:00")]
    public void Text_IsLocalWithoutAnOffset(string utc, string local) =>
        Assert.Equal(local, OsloTime.Text(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-01-15")]
    [InlineData("2026-01-15T12:00:00Z")]
    [InlineData("2026-01-15T12:00:00+01:00")]
    [InlineData("2026-01-15 12:00:00")]
    public void TryParse_AnotherForm_IsRefused(string text) => Assert.False(OsloTime.TryParse(text, out _));
}
