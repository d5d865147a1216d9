using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Shared;

namespace HumaXledger.Tests.Portal.Components;

public sealed class ValueTextTests : ComponentTest
{
    [Theory]
    [InlineData("en-GB", "3 Feb 1990")]
    [InlineData("en-US", "3 Feb 1990")]
    [InlineData("nb-NO", "03.02.1990")]
    [InlineData("sv-SE", "1990-02-03")]
    public void Date_IsShownInTheReadersForm(string culture, string shown)
    {
        Use(culture);

        Assert.Equal(shown, TextOf(Shown(Field.DateOfBirth, new FieldValue.Of("1990-02-03")).Find("span")));
    }

    [Theory]
    [InlineData("en-GB", "Male", "Male")]
    [InlineData("nb-NO", "Female", "Kvinne")]
    [InlineData("nb-NO", "Non-binary", "Ikke-binær")]
    [InlineData("sv-SE", "male", "Man")]
    [InlineData("sv-SE", "Annat kön", "Annat kön")]
    [InlineData("sv-SE", "Hen", "Hen")]
    public void Gender_IsShownInTheReadersLanguage(string culture, string text, string shown)
    {
        Use(culture);

        Assert.Equal(shown, TextOf(Shown(Field.Gender, new FieldValue.Of(text)).Find("span")));
    }

    [Fact]
    public void Text_WithMarkup_IsShownAsText()
    {
        var shown = Shown(Field.JobTitle, new FieldValue.Of("<b>Chef</b> & cook"));

        Assert.Equal("<b>Chef</b> & cook", TextOf(shown.Find("span")));
        Assert.Empty(shown.FindAll("b"));
    }

    [Fact]
    public void Empty_AndUnknown_AreToldApartInWords()
    {
        Assert.Equal("(empty)", TextOf(Shown(Field.Phone, FieldValue.Nothing).Find(".ui-quiet")));
        Assert.Equal("not readable", TextOf(Shown(Field.Phone, FieldValue.NotKnown).Find(".ui-quiet")));
        Assert.Equal("not asked", TextOf(Shown(Field.Phone, FieldValue.NotKnown, "not asked").Find(".ui-quiet")));
    }

    [Theory]
    [InlineData(Field.Identification, "01029012345")]
    [InlineData(Field.BankAccount, "86011117947")]
    public void Number_WithoutAPerson_IsMaskedForEveryUser(Field field, string number)
    {
        SignIn(Role.IntegrationReviewer, Role.SensitiveData);

        var shown = Shown(field, new FieldValue.Of(number));

        Assert.NotEmpty(TextOf(shown.Find("span")));
        Assert.DoesNotContain(number[..6], shown.Markup, StringComparison.Ordinal);
        Assert.Empty(shown.FindAll("button"));
    }

    private IRenderedComponent<ValueText> Shown(Field field, FieldValue value, string? unknown = null) =>
        Render<ValueText>(parameters =>
            parameters
                .Add(text => text.Field, field)
                .Add(text => text.Value, value)
                .Add(text => text.PersonReference, (PersonReference?)null)
                .Add(text => text.Unknown, unknown)
        );
}
