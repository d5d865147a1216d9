using HumaXledger.Core.People;

namespace HumaXledger.Tests.People;

public class PersonNameTests
{
    [Fact]
    public void Normalise_CombiningRing_IsTheSameLetter() =>
        Assert.Equal(PersonName.Normalise("\u00C5se"), PersonName.Normalise("A\u030Ase"));

    [Fact]
    public void Normalise_WhiteSpaceOfAllKinds_IsOneSpace() =>
        Assert.Equal("Anne Marie", PersonName.Normalise("  Anne \u00A0\t Marie\n"));

    [Fact]
    public void Normalise_LetterCase_IsKept() =>
        Assert.NotEqual(PersonName.Normalise("von Essen"), PersonName.Normalise("Von Essen"));

    [Theory]
    [InlineData("Bjørn", "bjoern")]
    [InlineData("Björn", "bjoern")]
    [InlineData("Åse-Marie", "aase marie")]
    [InlineData("Æsop", "aesop")]
    [InlineData("O’Brien", "obrien")]
    [InlineData("Þórður", "thordur")]
    [InlineData("Dvořák", "dvorak")]
    [InlineData("Łukasz", "lukasz")]
    [InlineData("Strauß", "strauss")]
    [InlineData("Иван", "иван")]
    [InlineData(" J. R.", "j r")]
    [InlineData("😀", "\uD83D\uDE00")]
    public void Key_LettersOfTheNorthAndBeyond_AreWrittenOut(string name, string key) =>
        Assert.Equal(key, PersonName.Key(name));

    [Theory]
    [InlineData("Åse", "Aase", "Ase")]
    [InlineData("Bjørn", "Bjoern", "Bjorn")]
    [InlineData("Sæther", "Saether", "Sather")]
    [InlineData("Müller", "Mueller", "Muller")]
    public void LooseKey_SpellingVariants_Meet(string a, string b, string c)
    {
        Assert.Equal(PersonName.LooseKey(a), PersonName.LooseKey(b));
        Assert.Equal(PersonName.LooseKey(a), PersonName.LooseKey(c));
    }

    [Fact]
    public void LooseKey_DifferentNames_StayApart() =>
        Assert.NotEqual(PersonName.LooseKey("Hansen"), PersonName.LooseKey("Jensen"));
}
