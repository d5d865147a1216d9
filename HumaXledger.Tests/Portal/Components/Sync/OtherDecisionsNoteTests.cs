using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Sync;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>The line about what others decided while a review was open.</summary>
public sealed class OtherDecisionsNoteTests : ComponentTest
{
    private static readonly Difference Anna = SampleReview.Conflict("Anna");

    private readonly ReviewSession _session = SampleReview.Of(Anna);
    private int _takenOver;
    private int _seen;

    public OtherDecisionsNoteTests() => SignIn(Role.IntegrationAdministrator);

    [Fact]
    public void Nothing_DecidedElsewhere_IsAnEmptyRegionThatIsReadAloudLater()
    {
        var note = Open(null);

        Assert.Empty(note.Find("[role=status]").Children);
        Assert.Empty(note.FindAll("button"));
    }

    [Theory]
    [InlineData("en-GB", 1, "Ola Annen", "Ola Annen changed 1 choice Show")]
    [InlineData("en-GB", 3, "Ola Annen", "Ola Annen changed 3 choices Show")]
    [InlineData("en-GB", 2, "Ola Annen|Eva Åse", "Ola Annen, Eva Åse changed 2 choices Show")]
    [InlineData("en-GB", 9, "A|B|C|D", "4 administrators changed 9 choices Show")]
    [InlineData("en-GB", 1, "", "1 choice was changed in another window Show")]
    [InlineData("en-GB", 2, "Kari", "You changed 2 choices in another window Show")]
    [InlineData("nb-NO", 3, "Ola Annen", "Ola Annen endret 3 valg Vis")]
    [InlineData("sv-SE", 3, "Ola Annen", "Ola Annen ändrade 3 val Visa")]
    public void Line_SaysWhoChangedHowMany(string culture, int changes, string names, string expected)
    {
        Use(culture);

        var note = Open(
            Of(
                names.Split('|', StringSplitOptions.RemoveEmptyEntries),
                [
                    .. Enumerable
                        .Range(0, changes)
                        .Select(number => new ChangedDecision(DecisionKind.Field, $"{number}/phone", null, null)),
                ]
            )
        );

        Assert.Equal(expected, TextOf(note.Find("[role=status]")));
    }

    [Fact]
    public async Task Show_TakesThemOverAndListsEachKindUntilItIsClosed()
    {
        var note = Open(
            Of(
                ["Ola Annen"],
                new ChangedDecision(
                    DecisionKind.Field,
                    Decision.SubjectOf(Anna.Key),
                    null,
                    new DecidedValue(FieldChoice.UseHuma, null)
                ),
                new ChangedDecision(DecisionKind.AddToXledger, "8", null, new DecidedValue(null, null)),
                new ChangedDecision(DecisionKind.AddToHuma, "9", new DecidedValue(null, "9"), null),
                new ChangedDecision(
                    DecisionKind.ConfirmGuard,
                    nameof(GuardKind.EmailChanged),
                    null,
                    new DecidedValue(null, null)
                )
            )
        );

        await note.Find("button").ClickAsync();

        Assert.Equal((1, 0), (_takenOver, _seen));
        Assert.Equal(
            [
                "Anna, Job title: now “Use Huma”, the page showed “no choice”",
                "8: now “Add to Xledger”, the page showed “not added”",
                "9: now “not added”, the page showed “Add to Huma”",
                "E-mail address changed: now “confirmed”, the page showed “not confirmed”",
            ],
            note.FindAll("[role=dialog] li, dialog li").Select(line => Bare(TextOf(line)))
        );

        await note.FindAll("button").Single(button => TextOf(button) == "Close").ClickAsync();

        Assert.Equal((1, 1), (_takenOver, _seen));
    }

    private static string Bare(string text) =>
        text.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);

    private IRenderedComponent<OtherDecisionsNote> Open(DecisionsOfOthers? decided) =>
        Render<OtherDecisionsNote>(parameters =>
            parameters
                .Add(note => note.Session, _session)
                .Add(note => note.Decided, decided)
                .Add(
                    note => note.TakeOver,
                    () =>
                    {
                        _takenOver++;
                        return Task.CompletedTask;
                    }
                )
                .Add(note => note.Seen, () => _seen++)
        );

    private static DecisionsOfOthers Of(IReadOnlyList<string> names, params IReadOnlyList<ChangedDecision> changes) =>
        new(2, changes, names);
}
