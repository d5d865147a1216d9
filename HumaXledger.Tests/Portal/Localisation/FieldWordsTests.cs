using HumaXledger.Core.People;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.Portal.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Tests.Portal.Localisation;

/// <summary>Values as a file holds them.</summary>
public sealed class FieldWordsTests : ComponentTest
{
    [Theory]
    [InlineData("en-GB", "Female", "Female")]
    [InlineData("nb-NO", "female", "Kvinne")]
    [InlineData("sv-SE", "Male", "Man")]
    [InlineData("nb-NO", "Something else", "Something else")]
    public void Gender_InAFile_IsInTheLanguageOfThePage(string culture, string value, string text)
    {
        Use(culture);

        Assert.Equal(text, InFile(Field.Gender, value));
    }

    [Fact]
    public void Date_InAFile_SortsInASpreadsheet() =>
        Assert.Equal("2026-11-29", InFile(Field.EmploymentStart, "2026-11-29"));

    [Theory]
    [InlineData(true, "1503.20.80119")]
    [InlineData(false, "•••••••••••")]
    public void Number_InAFile_IsInClearOnlyOnRequest(bool inClear, string text) =>
        Assert.Equal(text, InFile(Field.BankAccount, "15032080119", inClear));

    [Fact]
    public void NoValue_IsEmpty() => Assert.Equal("", Words.InFile(Field.Gender, FieldValue.Nothing, inClear: false));

    private IStringLocalizer<Fields> Words => Services.GetRequiredService<IStringLocalizer<Fields>>();

    private string InFile(Field field, string value, bool inClear = false) =>
        Words.InFile(field, new FieldValue.Of(value), inClear);
}
