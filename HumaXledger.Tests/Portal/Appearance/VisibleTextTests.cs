using HumaXledger.Portal.Appearance;

namespace HumaXledger.Tests.Portal.Appearance;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("Kari\u202Enrejb", "Kari[U+202E]nrejb")]
    [InlineData("\u2066a\u2069", "[U+2066]a[U+2069]")]
    [InlineData("a\u200Bb\u00ADc\uFEFF", "a[U+200B]b[U+00AD]c[U+FEFF]")]
    [InlineData("a\nb\u2028c\u0000", "a[U+000A]b[U+2028]c[U+0000]")]
    [InlineData("a\u3164\u2800", "a[U+3164][U+2800]")]
    [InlineData("\U000E0041", "[U+E0041]")]
    public void Of_CharactersThatAreNotSeen_AreDrawn(string text, string expected) =>
        Assert.Equal(expected, VisibleText.Of(text));

    [Theory]
    [InlineData("Åse Ødegård-O'Neil")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("\U0001F469\u200D\U0001F680")]
    [InlineData("שרה")]
    public void Of_OrdinaryText_StaysAsItIs(string text) => Assert.Same(text, VisibleText.Of(text));

    [Theory]
    [InlineData("שרה", "\u2068שרה\u2069")]
    [InlineData("سارة 12", "\u2068سارة 12\u2069")]
    [InlineData("Kari\u202E", "Kari[U+202E]")]
    [InlineData("Choose \u2068שרה\u2069", "\u2068Choose \u2068שרה\u2069\u2069")]
    [InlineData("Kari", "Kari")]
    [InlineData("\u2069שרה", "\u2068[U+2069]שרה\u2069")]
    [InlineData("Kari\u2068 \u2069\u2068", "Kari\u2068 \u2069[U+2068]")]
    public void InSentence_LettersFromRightToLeft_AreIsolated(string text, string expected) =>
        Assert.Equal(expected, VisibleText.InSentence(text));
}
