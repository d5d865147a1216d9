using HumaXledger.Core.People;

namespace HumaXledger.Tests.People;

/// <summary>Who is found by what is typed, in every list of people.</summary>
public sealed class PersonQueryTests
{
    private static readonly Person Huma = Of(Side.Huma, "Åse-Marie", "Bjørnsén", "1204", "ase.marie@fjellheim.no");

    [Theory]
    [InlineData("åse", true)]
    [InlineData("ASE", true)]
    [InlineData("aase", true)]
    [InlineData("A\u030Ase", true)]
    [InlineData("bjornsen", true)]
    [InlineData("Bjoernsen", true)]
    [InlineData("björnsen", true)]
    [InlineData("Åse-Marie", true)]
    [InlineData("  bjørn \t åse ", true)]
    [InlineData("marie 1204", true)]
    [InlineData("20", true)]
    [InlineData("Marie@Fjellheim", true)]
    [InlineData("-", true)]
    [InlineData("åse nordmann", false)]
    [InlineData("1205", false)]
    [InlineData("!", false)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public void Fits_NameIdAndEmail_NeedEveryWordWithoutCaseAndAccents(string? typed, bool found) =>
        Assert.Equal(found, PersonQuery.Of(typed).Fits(Huma));

    [Theory]
    [InlineData("Åse Berg", true)]
    [InlineData("berg 77", true)]
    [InlineData("bjørnsén 77", true)]
    [InlineData("berg 78", false)]
    public void Fits_TwoRecords_EachWordIsFoundInEither(string typed, bool found) =>
        Assert.Equal(found, PersonQuery.Of(typed).Fits(Huma, Of(Side.Xledger, "Åse", "Berg", "77", null)));

    [Theory]
    [InlineData("محمد", true)]
    [InlineData("محمد خ", false)]
    public void Fits_NameOfAnotherScript_IsFoundByItsLetters(string typed, bool found) =>
        Assert.Equal(found, PersonQuery.Of(typed).Fits("محمد الأمين"));

    [Fact]
    public void Length_OfWhatIsTyped_LeavesOutWhiteSpace()
    {
        Assert.Equal(4, PersonQuery.Of(" ab  cd ").Length);
        Assert.True(PersonQuery.Of(" \t ").IsEmpty);
    }

    [Fact]
    public void Of_LongText_LooksForItsBeginningOnly()
    {
        Assert.Equal(100, PersonQuery.Of(new string('a', 64_000)).Length);
        Assert.Equal(1, PersonQuery.Of(string.Concat(Enumerable.Repeat("ä ", 32_000))).Length);
        Assert.Equal(20, PersonQuery.Of(string.Join(' ', Enumerable.Range(10, 20))).Length);
    }

    private static Person Of(Side side, string given, string family, string id, string? email) =>
        new(
            side,
            "1",
            true,
            new FieldValues([
                new(Field.GivenName, FieldValue.From(given)),
                new(Field.FamilyName, FieldValue.From(family)),
                new(Field.EmploymentId, FieldValue.From(id)),
                new(Field.Email, FieldValue.From(email)),
            ])
        );
}
