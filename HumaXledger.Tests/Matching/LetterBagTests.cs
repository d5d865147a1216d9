using HumaXledger.Core.Matching.Names;

namespace HumaXledger.Tests.Matching;

/// <summary>The cheap test that two texts are far apart, against the distance itself.</summary>
public sealed class LetterBagTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzåøö0123456789._-";

    [Theory]
    [InlineData("kari.nordmann", "kari.nordmann", 0)]
    [InlineData("kari.nordmann", "kari.nordman", 1)]
    [InlineData("kari.nordmann", "kari.nrodmann", 1)]
    [InlineData("kari.nordmann", "mari.nordmann", 1)]
    [InlineData("kari.nordmann", "kari.nordmannen", 2)]
    public void TypingErrors_Pass(string one, string other, int errors) => Assert.True(MayBeWithin(one, other, errors));

    [Theory]
    [InlineData("person12345.67", "person89123.67", 1)]
    [InlineData("kari.nordmann", "lars.hansen", 2)]
    [InlineData("kari.nordmann", "", 3)]
    public void OtherTexts_DoNot(string one, string other, int errors) => Assert.False(MayBeWithin(one, other, errors));

    [Fact]
    public void WhateverIsWithinSoManyErrors_Passes()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var one = new string(random.GetItems<char>(Letters, random.Next(round % 50 == 0 ? 600 : 12)));
            var other = one;
            var errors = random.Next(4);
            for (var error = 0; error < errors; error++)
            {
                other = Mistyped(other, random);
            }

            Assert.True(MayBeWithin(one, other, errors), $"{one} {other} {errors}");
        }
    }

    private static string Mistyped(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(4) switch
        {
            0 => text.Insert(at, $"{Letters[random.Next(Letters.Length)]}"),
            1 when at < text.Length => text.Remove(at, 1),
            2 when at < text.Length => $"{text[..at]}{Letters[random.Next(Letters.Length)]}{text[(at + 1)..]}",
            3 when at + 1 < text.Length => $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}",
            _ => text,
        };
    }

    private static bool MayBeWithin(string one, string other, int errors) =>
        new LetterBag(one).MayBeWithin(new LetterBag(other), errors);
}
