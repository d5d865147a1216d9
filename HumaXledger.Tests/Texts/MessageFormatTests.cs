using System.Globalization;
using HumaXledger.Core.Texts;

namespace HumaXledger.Tests.Texts;

/// <summary>Texts with arguments, counts and choices.</summary>
public sealed class MessageFormatTests
{
    private const string Rows = "{0, plural, =0 {No rows} one {# row} other {# rows}} in {1}";

    [Theory]
    [InlineData(0, "No rows in A")]
    [InlineData(1, "1 row in A")]
    [InlineData(2, "2 rows in A")]
    [InlineData(21, "21 rows in A")]
    [InlineData(1001, "1,001 rows in A")]
    [InlineData(-1, "-1 row in A")]
    public void Plural_Count_TakesItsBranchAndGroupsThousands(int count, string expected) =>
        Assert.Equal(expected, Format("en-GB", Rows, count, "A"));

    [Theory]
    [InlineData("nb-NO", "1\u00a0000 rader")]
    [InlineData("sv-SE", "1\u00a0000 rader")]
    [InlineData("en-GB", "1,000 rader")]
    public void Plural_Thousand_IsOtherAndGroupedAsTheCultureDoes(string culture, string expected) =>
        Assert.Equal(expected, Format(culture, "{0, plural, one {# rad} other {# rader}}", 1000));

    [Theory]
    [InlineData("en-GB", "1", "one")]
    [InlineData("en-GB", "1.0", "other")]
    [InlineData("sv-SE", "1.0", "other")]
    [InlineData("nb-NO", "1.0", "one")]
    [InlineData("nb-NO", "1,0", "one")]
    [InlineData("nb-NO", "1\u00a0000", "other")]
    [InlineData("en-GB", "1,001", "other")]
    [InlineData("en-GB", "0.5", "other")]
    [InlineData("en-GB", "many", "other")]
    [InlineData("en-GB", "", "other")]
    public void Plural_NumberAsText_FollowsTheRuleOfTheLanguage(string culture, string count, string expected) =>
        Assert.Equal(expected, Format(culture, "{0, plural, one {one} other {other}}", count));

    [Fact]
    public void Plural_NoNumber_TakesOtherAndShowsItAsItIs() =>
        Assert.Equal("all rows", Format("en-GB", "{0, plural, one {# row} other {# rows}}", "all"));

    [Fact]
    public void Plural_InAPlural_CountsItsOwn()
    {
        const string text =
            "{0, plural, one {# person} other {# people}} ({1, plural, one {# value of {0}} other {# values of {0}}})";

        Assert.Equal("2 people (1 value of 2)", Format("en-GB", text, 2, 1));
    }

    [Fact]
    public void Plural_AnArgumentInABranch_IsFilledIn() =>
        Assert.Equal(
            "3 of 4 rows",
            Format("en-GB", "{1, plural, one {{0, number} of # row} other {{0, number} of # rows}}", 3, 4)
        );

    [Theory]
    [InlineData(DayOfWeek.Monday, "begins")]
    [InlineData(DayOfWeek.Friday, "ends")]
    [InlineData(DayOfWeek.Sunday, "rests")]
    public void Select_Value_TakesItsBranch(DayOfWeek day, string expected) =>
        Assert.Equal(expected, Format("en-GB", "{0, select, Monday {begins} Friday {ends} other {rests}}", day));

    [Fact]
    public void Select_InAPlural_KeepsTheCount() =>
        Assert.Equal(
            "2 women",
            Format(
                "en-GB",
                "{0, plural, one {{1, select, F {# woman} other {# man}}} other {{1, select, F {# women} other {# men}}}}",
                2,
                "F"
            )
        );

    [Theory]
    [InlineData("{0, number}", "12,345")]
    [InlineData("{0}", "12345")]
    public void Number_WithoutWords_IsGroupedWhenTheTextSaysSo(string text, string expected) =>
        Assert.Equal(expected, Format("en-GB", text, 12345));

    [Fact]
    public void Number_WithDecimals_KeepsThreeOfThem() =>
        Assert.Equal("1 234,568", Format("nb-NO", "{0, number}", 1234.5678).Replace('\u00a0', ' '));

    [Theory]
    [InlineData("Huma's value", "Huma's value")]
    [InlineData("{0}'s value", "Kari's value")]
    [InlineData("It''s", "It's")]
    [InlineData("'{'0'}'", "{0}")]
    [InlineData("'{0}", "{0}")]
    [InlineData("No. #1", "No. #1")]
    [InlineData("{1, plural, one {'#'#} other {#}}", "#1")]
    public void Apostrophe_BeforeABrace_Quotes(string text, string expected) =>
        Assert.Equal(expected, Format("en-GB", text, "Kari", 1));

    [Theory]
    [InlineData("{0")]
    [InlineData("0}")]
    [InlineData("{}")]
    [InlineData("{name}")]
    [InlineData("{0, date}")]
    [InlineData("{0, date, short}")]
    [InlineData("{0, plural, other {#}}")]
    [InlineData("{0, plural, one {#}}")]
    [InlineData("{0, plural, few {#} one {#} other {#}}")]
    [InlineData("{0, plural, =one {#} one {#} other {#}}")]
    [InlineData("{0, plural, one {#} one {#} other {#}}")]
    [InlineData("{0, plural, one {#} other {#}")]
    [InlineData("{0, select, a {A}}")]
    public void Parse_BrokenText_SaysWhere(string text)
    {
        var fault = Assert.Throws<FormatException>(() => MessageFormat.Of(text));

        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Format_AnArgumentThatIsNotGiven_IsAnError() =>
        Assert.Throws<FormatException>(() => Format("en-GB", "{1}", "only one"));

    [Fact]
    public void Format_NoValue_LeavesItsPlaceEmpty() => Assert.Equal("()", Format("en-GB", "({0})", [null]));

    [Fact]
    public void Of_TheSameTextTwice_ParsesOnce() =>
        Assert.Same(MessageFormat.Of(Rows), MessageFormat.Of(new string(Rows.AsSpan())));

    [Fact]
    public void Arguments_OfAText_NameEachUseOnce() =>
        Assert.Equal(
            [
                new(0, MessageArgumentKind.Plural),
                new(1, MessageArgumentKind.Plain),
                new(2, MessageArgumentKind.Number),
                new(3, MessageArgumentKind.Select),
            ],
            MessageFormat
                .Of("{3, select, a {{1}} other {{1}}} {0, plural, one {{2, number}} other {{1} {2, number}}}")
                .Arguments
        );

    private static string Format(string culture, string text, params IReadOnlyList<object?> arguments)
    {
        var read = CultureInfo.GetCultureInfo(culture);
        return MessageFormat.Format(text, CultureInfo.GetCultureInfo(read.TwoLetterISOLanguageName), read, arguments);
    }
}
