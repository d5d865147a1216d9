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
    public void Normalise_LetterCase_IsPreserved() =>
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
    public void Key_NordicAndOtherLetters_AreTransliterated(string name, string key) =>
        Assert.Equal(key, PersonName.Key(name));

    [Theory]
    [InlineData("Åse", "Aase", "Ase")]
    [InlineData("Bjørn", "Bjoern", "Bjorn")]
    [InlineData("Sæther", "Saether", "Sather")]
    [InlineData("Müller", "Mueller", "Muller")]
    public void LooseKey_SpellingVariants_AreEqual(string a, string b, string c)
    {
        Assert.Equal(PersonName.LooseKey(a), PersonName.LooseKey(b));
        Assert.Equal(PersonName.LooseKey(a), PersonName.LooseKey(c));
    }

    [Fact]
    public void LooseKey_DifferentNames_AreDifferent() =>
        Assert.NotEqual(PersonName.LooseKey("Hansen"), PersonName.LooseKey("Jensen"));
}
