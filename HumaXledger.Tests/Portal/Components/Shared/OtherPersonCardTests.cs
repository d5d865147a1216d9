using System.Runtime.CompilerServices;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Shared;

/// <summary>What is said of two numbers that are both shown as dots.</summary>
public sealed class OtherPersonCardTests : ComponentTest
{
    private const string Number = "27058931278";

    public OtherPersonCardTests()
    {
        // Neither is used before an answer.
        Services
            .AddSingleton((OtherPeople)RuntimeHelpers.GetUninitializedObject(typeof(OtherPeople)))
            .AddSingleton((Reveal)RuntimeHelpers.GetUninitializedObject(typeof(Reveal)))
            .AddScoped<ReasonSentences>();
        SignIn(Role.IntegrationReviewer);
    }

    [Theory]
    [InlineData(Number, "Masked.Same", 1)]
    [InlineData("14019633577", "Masked.Differ", 1)]
    [InlineData(null, "Masked.Same", 0)]
    public void DoubtedLink_OfTwoNumbers_SaysItOnce_AndNothingOfANumberThatIsMissing(
        string? inXledger,
        string word,
        int times
    )
    {
        var card = Card(doubted: true, Of(Number), Of(inXledger));

        Assert.Equal(
            times,
            card.FindAll("span").Count(span => span.TextContent.Trim() == Words.English<SharedText>(word))
        );
        if (times == 0)
        {
            Assert.DoesNotContain(Words.English<SharedText>("Masked.Differ"), card.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnotherPerson_IsComparedWithTheLinkedOne_InBothSystems()
    {
        var card = Card(doubted: false, Of(Number), Of("14019633577"));

        var said = card.FindAll("td").Select(cell => cell.TextContent).ToList();
        Assert.Contains(said, text =>
            text.Contains(Words.English<SharedText>("Masked.Same"), StringComparison.Ordinal)
        );
        Assert.Contains(said, text =>
            text.Contains(Words.English<SharedText>("Masked.Differ"), StringComparison.Ordinal)
        );
    }

    private static FieldValues Of(string? number) =>
        new([
            new(Field.GivenName, new FieldValue.Of("Jorunn")),
            new(Field.Identification, number is null ? FieldValue.Nothing : new FieldValue.Of(number)),
        ]);

    private IRenderedComponent<OtherPersonCard> Card(bool doubted, FieldValues huma, FieldValues xledger) =>
        Render<OtherPersonCard>(parameters =>
            parameters.Add(
                card => card.Person,
                new HeldPerson(
                    Guid.NewGuid(),
                    new HumaId("1"),
                    new XledgerId("2"),
                    "Jorunn Larsen",
                    Of(Number),
                    huma,
                    xledger,
                    Clock.GetUtcNow().UtcDateTime
                )
                {
                    Doubted = doubted,
                }
            )
        );
}
