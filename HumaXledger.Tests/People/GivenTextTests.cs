using HumaXledger.Core.People;

namespace HumaXledger.Tests.People;

/// <summary>Names and other short texts that are stored, shown and mailed as one line.</summary>
public sealed class GivenTextTests
{
    /// <summary>One of each kind that cannot be stored.</summary>
    private static readonly string[] Unusable =
    [
        "a\0b",
        "a\u0007b",
        "a\u001Bb",
        "a\nb",
        "a\r\nb",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\u00ADb",
        "a\u200Bb",
        "a\u202Eb",
        "a\u2066b",
        "a\uFEFFb",
        "a\uFFFDb",
        "a\uFFFEb",
        "a\uFFFFb",
        "a\uFDD0b",
        "a\uD800b",
        "a\uDC00",
        "a\U000E0001b",
        "a\U0001FFFEb",
    ];

    public static TheoryData<string> Cases => [.. Unusable];

    /// <summary>What cannot be a name either way.</summary>
    public static TheoryData<string> Names => [.. Unusable, "", " ", new string('x', 30_000)];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Text_WithACharacterThatIsNoneOfALine_IsNotUsableAndCanBeMadeSo(string text)
    {
        Assert.False(GivenText.IsUsable(text, 100));

        var usable = GivenText.Usable(text, 100);

        Assert.True(GivenText.IsUsable(usable, 100), usable);
        Assert.Equal(text.EndsWith('b') ? "a b" : "a", usable);
    }

    [Theory]
    [InlineData("Fjellheim Norge AS")]
    [InlineData("Ærlig Øl & Åre (Æ)")]
    [InlineData("株式会社 🏔️")]
    [InlineData("e\u0301")]
    public void Text_OfLettersAndSigns_IsUsableAsItIs(string text)
    {
        Assert.True(GivenText.IsUsable(text.Replace("\uFE0F", "", StringComparison.Ordinal), 100));
        Assert.Equal(text, GivenText.Usable(text, 100));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" \u200B\n", "")]
    [InlineData("  a  \t b ", "a b")]
    [InlineData("abcdef", "abcd")]
    [InlineData("abc \U0001F3D4", "abc")]
    [InlineData("abc\U0001F3D4", "abc")]
    public void Text_OfASystem_IsOneLineOfAtMostThatLength(string? text, string usable) =>
        Assert.Equal(usable, GivenText.Usable(text, 4));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("abcde")]
    public void Text_EmptyOrTooLong_IsNotUsable(string text) => Assert.False(GivenText.IsUsable(text, 4));
}
