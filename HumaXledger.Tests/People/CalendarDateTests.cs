using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

public class CalendarDateTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory]
    [InlineData("1990-01-31")]
    [InlineData(" 2024-02-29 ")]
    public void Read_IsoDates_AreDates(string text) =>
        Assert.Equal(text.Trim(), CalendarDate.Write(CalendarDate.Read(text)!.Value));

    [Theory]
    [InlineData("31.01.1990")]
    [InlineData("1990-1-31")]
    [InlineData("1990-02-30")]
    [InlineData("2023-02-29")]
    [InlineData("1990-13-01")]
    [InlineData("0000-01-01")]
    [InlineData("19900131")]
    [InlineData("1990-01-31T00:00:00")]
    [InlineData("1990/01/31")]
    [InlineData("٢٠٢٤-٠١-٠١")]
    [InlineData("")]
    [InlineData(null)]
    public void Read_AnythingElse_IsNull(string? text) => Assert.Null(CalendarDate.Read(text));

    [Theory]
    [InlineData("1990-01-31", true, null)]
    [InlineData("2026-06-02", false, ValueReasons.DateImplausible)]
    [InlineData("1890-01-01", false, ValueReasons.DateImplausible)]
    [InlineData("2020-01-01", true, ValueReasons.DateUnlikely)]
    [InlineData("31.01.1990", false, ValueReasons.DateInvalid)]
    public void CheckBirth_PlausibleAndNot(string text, bool valid, string? code)
    {
        var verdict = CalendarDate.CheckBirth(text, Today);
        Assert.Equal((valid, code), (verdict.Valid, verdict.Reason?.Code));
    }

    [Theory]
    [InlineData("2020-01-01", true, null)]
    [InlineData("2030-01-01", true, null)]
    [InlineData("9999-12-31", true, ValueReasons.DateUnlikely)]
    [InlineData("1899-12-31", false, ValueReasons.DateImplausible)]
    [InlineData("soon", false, ValueReasons.DateInvalid)]
    public void CheckEmployment_PlausibleAndNot(string text, bool valid, string? code)
    {
        var verdict = CalendarDate.CheckEmployment(text, Today);
        Assert.Equal((valid, code), (verdict.Valid, verdict.Reason?.Code));
    }
}
