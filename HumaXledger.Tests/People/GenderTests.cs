using HumaXledger.Core.People;

namespace HumaXledger.Tests.People;

public class GenderTests
{
    [Theory]
    [InlineData("Male", Gender.Male)]
    [InlineData("MANN", Gender.Male)]
    [InlineData("m", Gender.Male)]
    [InlineData("mies", Gender.Male)]
    [InlineData(" Kvinne ", Gender.Female)]
    [InlineData("kvinna", Gender.Female)]
    [InlineData("Kona", Gender.Female)]
    [InlineData("F", Gender.Female)]
    [InlineData("Other", Gender.Other)]
    [InlineData("annet", Gender.Other)]
    [InlineData("Annat kön", Gender.Other)]
    [InlineData("Ikke-binær", "Ikke-binær")]
    [InlineData("Agender  person", "Agender person")]
    public void Normalise_NordicWords_AreMaleFemaleOrUnchanged(string text, string expected) =>
        Assert.Equal(expected, Gender.Normalise(text));

    [Fact]
    public void Same_FreeText_WithoutLetterCase() => Assert.True(Gender.Same("agender", "Agender"));

    [Theory]
    [InlineData("1", "Mann", Gender.Male)]
    [InlineData("F", null, Gender.Female)]
    [InlineData("K", "Kvinne", Gender.Female)]
    [InlineData("X", "Annet", "Annet")]
    [InlineData("M", "Ukjent", Gender.Male)]
    [InlineData(null, " ", null)]
    public void OfSystemValue_NameBeforeCode(string? code, string? name, string? expected) =>
        Assert.Equal(expected, Gender.OfSystemValue(code, name));

    [Fact]
    public void CodeOf_NoCounterpart_IsNull()
    {
        KeyValuePair<string, string?>[] values = [new("1", "Mann"), new("2", "Kvinne")];
        Assert.Equal("2", Gender.CodeOf("Female", values));
        Assert.Null(Gender.CodeOf("Non-binary", values));
        Assert.Null(Gender.CodeOf("Other", values));
        Assert.Equal("3", Gender.CodeOf("Other", [.. values, new("3", "Annet")]));
        Assert.Null(Gender.CodeOf("Non-binary", [.. values, new("3", "Annet")]));
    }
}
