using System.Runtime.CompilerServices;
using AngleSharp.Dom;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Pages.Sync.Differences;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

public sealed class DifferenceCellsTests : ComponentTest
{
    private readonly List<FieldChoice?> _chosen = [];

    [Theory]
    [InlineData("huma", FieldChoice.UseHuma)]
    [InlineData("xledger", FieldChoice.UseXledger)]
    [InlineData("skip", FieldChoice.Skip)]
    public async Task Choice_ThatIsClicked_IsReportedOnce(string act, FieldChoice choice)
    {
        var cells = Shown(SampleReview.Conflict());

        await Button(cells, act).ClickAsync(new());

        Assert.Equal([choice], _chosen);
        Assert.Empty(cells.FindAll("[data-act=clear]"));
    }

    [Theory]
    [InlineData("huma", FieldChoice.UseHuma)]
    [InlineData("xledger", FieldChoice.UseXledger)]
    [InlineData("skip", FieldChoice.Skip)]
    public async Task Choice_ThatIsMade_IsPressedAndCanBeCleared(string act, FieldChoice choice)
    {
        var cells = Shown(SampleReview.Conflict(), choice);

        var pressed = Assert.Single(cells.FindAll("[aria-pressed=true]"));
        Assert.Equal(act, pressed.GetAttribute("data-act"));
        Assert.Equal(choice == FieldChoice.Skip ? 0 : 1, cells.FindAll(".ui-choice-lost").Count);
        await pressed.ClickAsync(new());
        Assert.Empty(_chosen);
        await Button(cells, "clear").ClickAsync(new());
        Assert.Equal([null], _chosen);
    }

    [Fact]
    public async Task Value_ThatWouldBeRefused_SaysWhyAndCannotBeChosen()
    {
        var cells = Shown(SampleReview.Refused(SampleReview.Conflict()));

        var huma = Button(cells, "huma");
        Assert.Equal("true", huma.GetAttribute("aria-disabled"));
        Assert.EndsWith("Cannot be used: This is not an e-mail address.", huma.GetAttribute("aria-label")!);
        Assert.Equal("Huma cannot be used: This is not an e-mail address.", TextOf(cells.Find(".ui-choice-refused")));
        await huma.ClickAsync(new());
        Assert.Empty(_chosen);
    }

    [Theory]
    [InlineData(FieldChoice.UseXledger, "By rule: Xledger")]
    [InlineData(FieldChoice.Skip, "By rule: never synchronized")]
    [InlineData(FieldChoice.UseHuma, "By rule: Huma · Huma cannot be used: This is not an e-mail address.")]
    public void Row_ThatARuleDecides_SaysWhatItDoesAndSuggestsNothing(FieldChoice byRule, string note)
    {
        var difference = SampleReview.Refused(SampleReview.Conflict()) with { Proposed = Side.Xledger };

        var cells = Shown(difference, byRule: byRule);

        Assert.Equal(note, TextOf(cells.Find(".ui-choice-why")));
        Assert.Empty(cells.FindAll(".ui-choice-hint, [aria-label*=Suggested]"));
    }

    [Fact]
    public void Row_ThatIsDecidedAgainstItsRule_SaysNothingOfTheRule() =>
        Assert.Empty(
            TextOf(
                Shown(SampleReview.Conflict(), FieldChoice.UseXledger, byRule: FieldChoice.UseHuma)
                    .Find(".ui-choice-why")
            )
        );

    [Fact]
    public void Values_AreNamedByFieldAndPersonAndMarkedWhereTheyDiffer()
    {
        var cells = Shown(SampleReview.Conflict(huma: "Ævar", xledger: "Ævare") with { Proposed = Side.Huma });

        Assert.Equal(
            "Use Huma: Ævar. Job title, Ola Nordmann. Suggested",
            Button(cells, "huma").GetAttribute("aria-label")
        );
        Assert.Equal(
            "Use Xledger: Ævare. Job title, Ola Nordmann",
            Button(cells, "xledger").GetAttribute("aria-label")
        );
        Assert.Equal("e", TextOf(Assert.Single(cells.FindAll("mark"))));
        Assert.Equal("Suggested", TextOf(cells.Find(".ui-choice-hint")));
    }

    [Fact]
    public void EmptyValue_IsWritten()
    {
        var cells = Shown(SampleReview.Conflict(huma: null));

        var empty = Words.English<Fields>("Empty");
        Assert.Equal(empty, TextOf(Button(cells, "huma")));
        Assert.StartsWith($"Use Huma: {empty}.", Button(cells, "huma").GetAttribute("aria-label")!);
        Assert.Empty(cells.FindAll("mark"));
    }

    [Fact]
    public void SensitiveValue_WithoutTheRight_IsMaskedEverywhere()
    {
        var cells = Shown(
            SampleReview.Conflict(field: Field.Identification, huma: "13097248022", xledger: "13097248030")
        );

        Assert.DoesNotContain("130972480", cells.Markup, StringComparison.Ordinal);
        Assert.Contains("•••", Button(cells, "huma").GetAttribute("aria-label")!, StringComparison.Ordinal);
        Assert.Empty(cells.FindAll("mark, .ui-reveal"));
    }

    // Without the right nothing is asked of it.
    private static Reveal Reveal => (Reveal)RuntimeHelpers.GetUninitializedObject(typeof(Reveal));

    private static IElement Button(IRenderedComponent<DifferenceCells> cells, string act) =>
        cells.Find($"[data-act={act}]");

    private IRenderedComponent<DifferenceCells> Shown(
        Difference difference,
        FieldChoice? choice = null,
        FieldChoice? byRule = null
    )
    {
        SignIn(Role.IntegrationAdministrator);
        Services.AddSingleton(Reveal);
        var row = new DifferenceRow(difference, byRule, "Ola Nordmann", "1204", "Job title", "Conflict");
        return Render<DifferenceCells>(parameters =>
            parameters
                .Add(cells => cells.Row, row)
                .Add(cells => cells.Choice, choice)
                .Add(cells => cells.PersonReference, PersonReference.Of(Guid.NewGuid(), difference.Pair))
                .Add(cells => cells.Choose, _chosen.Add)
        );
    }
}
