using HumaXledger.Portal.Appearance;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Appearance;

/// <summary>How long messages stay, and what takes them away.</summary>
public sealed class SnackbarsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Message_WithUndo_StaysLongerThanOneWithout()
    {
        using var messages = new Snackbars(_clock);
        messages.Show(Tone.Success, "Saved.");
        messages.Show(Tone.Success, "3 rows were changed.", () => Task.CompletedTask);

        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(["3 rows were changed."], messages.All.Select(one => one.Text));

        _clock.Advance(TimeSpan.FromSeconds(22));
        Assert.Empty(messages.All);
    }

    [Fact]
    public void Clear_TakesAllAway_AndNoneCanBeUndone()
    {
        using var messages = new Snackbars(_clock);
        messages.Show(Tone.Success, "3 rows were changed.", () => Task.CompletedTask);
        var shown = messages.All.Single();

        messages.Clear();

        Assert.Empty(messages.All);
        Assert.False(messages.Remove(shown));
    }
}
