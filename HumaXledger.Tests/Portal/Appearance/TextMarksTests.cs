using HumaXledger.Portal.Appearance;

namespace HumaXledger.Tests.Portal.Appearance;

public sealed class TextMarksTests
{
    [Theory]
    [InlineData("Ævar", "Ævare", "Ævar", "Ævar[e]")]
    [InlineData("8 Mar 1968", "3 Aug 1968", "[8] [Mar] 1968", "[3] [Aug] 1968")]
    [InlineData("Storgata 1, 0155 Oslo", "Storgata 11, 0155 Oslo", "Storgata 1, 0155 Oslo", "Storgata 1[1], 0155 Oslo")]
    [InlineData("Anna Berg", "Anna  Berg", "Anna Berg", "Anna {␣}Berg")]
    [InlineData("Tveit Vik Fjellstad", "Tveit Vik", "Tveit Vik[ Fjellstad]", "Tveit Vik")]
    [InlineData("Vik ", "Vik", "Vik{␣}", "Vik")]
    [InlineData("Kokk", "Servitør", "Kokk", "Servitør")]
    [InlineData("Anna\u200BBerg", "AnnaBerg", "Anna{U+200B}Berg", "AnnaBerg")]
    [InlineData("Anna Berg", "Anna\u00A0Berg", "Anna[ ]Berg", "Anna{U+00A0}Berg")]
    [InlineData("", "Kokk", "", "Kokk")]
    [InlineData("ليلى حسن", "ليلى حسين", "ليلى حسن", "ليلى حس[ي]ن")]
    public void Between_TwoTexts_MarksWhatOnlyOneHas(string left, string right, string markedLeft, string markedRight)
    {
        var (first, second) = TextMarks.Between(left, right);

        Assert.Equal((markedLeft, markedRight), (Marked(first), Marked(second)));
    }

    [Fact]
    public void Between_LettersOfSeveralCodePoints_AreNotTornApart()
    {
        var (first, second) = TextMarks.Between("Rene\u0301", "Rene");

        Assert.Equal(("Ren[e\u0301]", "Ren[e]"), (Marked(first), Marked(second)));
    }

    [Fact]
    public void Between_LongTexts_AreShownWholeAndUnmarked()
    {
        var text = string.Join(' ', Enumerable.Repeat("a", 5_000));

        var (first, second) = TextMarks.Between(text, text + " b");

        Assert.Equal((text, text + " b"), (Marked(first), Marked(second)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\u200B")]
    [InlineData("a\u200B ")]
    public void Between_HugeTexts_ReadsOnlyTheirBeginning(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (first, _) = TextMarks.Between(text, text + "b");

        // By the square of the length it would be gigabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000_000);
        Assert.EndsWith("…", first[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Alone_OrdinarySpacesAndJoiners_AreNotDrawn()
    {
        Assert.Equal("می\u200Cخواهم خوب", Marked(TextMarks.Alone("می\u200Cخواهم خوب")));
        Assert.Equal("Anna{U+00AD}Berg", Marked(TextMarks.Alone("Anna\u00ADBerg")));
    }

    private static string Marked(IEnumerable<TextPart> parts) =>
        string.Concat(
            parts.Select(part =>
                part.Kind switch
                {
                    TextPartKind.Differs => $"[{part.Text}]",
                    TextPartKind.Unseen => $"{{{part.Text}}}",
                    _ => part.Text,
                }
            )
        );
}
