using HumaXledger.Core.People;
using HumaXledger.Core.Sync.PersonalData;

namespace HumaXledger.Tests.Sync.PersonalData;

/// <summary>The name that confirms an erasure, as a keyboard can type it.</summary>
public sealed class ErasurePreviewTests
{
    [Theory]
    [InlineData("Kari Nordmann", "Kari Nordmann")]
    [InlineData("Kari\u200F Nordmann", "Kari Nordmann")]
    [InlineData("\u202EKari\a Nordmann\u2066", "Kari Nordmann")]
    [InlineData("\u2800Kari \u2800 Nordmann", "Kari Nordmann")]
    [InlineData("\u200F\u2800", "h1")]
    public void Name_WithCharactersThatCannotBeTyped_IsConfirmedWithoutThem(string name, string typed)
    {
        var preview = Of(name);

        Assert.Equal(typed, preview.ToType);
        Assert.True(preview.IsConfirmedBy($" {typed}  "));
        Assert.True(preview.IsConfirmedBy(name == "\u200F\u2800" ? typed : name));
        Assert.False(preview.IsConfirmedBy(""));
        Assert.False(preview.IsConfirmedBy(typed[..^1]));
    }

    [Fact]
    public void Name_LongerThanAnInputTakes_IsConfirmedByItsBeginning()
    {
        var preview = Of(new string('å', 1_500));

        Assert.True(preview.IsConfirmedBy(preview.ToType));
        Assert.InRange(preview.ToType.Length, 100, 1_000);
    }

    private static ErasurePreview Of(string name) =>
        new(new PersonIds(new HumaId("h1"), null), name, 1, 0, [], null, null, 0);
}
