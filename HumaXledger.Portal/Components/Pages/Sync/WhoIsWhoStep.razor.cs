using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>Probable and ambiguous matches, each with the evidence for and against. Unanswered questions leave both records as they are.</summary>
public sealed partial class WhoIsWhoStep
{
    private List<MatchQuestion> _questions = [];

    [Parameter, EditorRequired]
    public required ReviewSession Session { get; set; }

    [Parameter]
    public EventCallback<ReviewSession> SessionChanged { get; set; }

    [Parameter]
    public EventCallback Next { get; set; }

    [Inject]
    public required Review Review { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    /// <summary>Whether anything was or is uncertain; answered questions stay open to be taken back.</summary>
    public static bool AnythingToAsk(ReviewSession session) => MatchQuestion.Of(session.AsMatched).Any();

    // Asked of the matches as they were before any answer, so that an answered question stays where it is.
    protected override void OnParametersSet() =>
        _questions = [.. MatchQuestion.Of(Session.AsMatched).OrderBy(question => question.Huma.DisplayName, StringComparer.CurrentCultureIgnoreCase)];

    private MatchDecision? AnswerOf(MatchQuestion question) =>
        Session.Decisions.Matches.FirstOrDefault(answer => answer.Huma.Value == question.Huma.Id);

    private async Task DecideAsync(MatchQuestion question, XledgerId? answer) => await SessionChanged.InvokeAsync(
        await Review.DecideMatchesAsync(Session, [new MatchDecision(new HumaId(question.Huma.Id), answer)], User.Name, CancellationToken.None));

    private async Task ForgetAsync(MatchQuestion question) => await SessionChanged.InvokeAsync(
        await Review.ForgetMatchesAsync(Session, [new HumaId(question.Huma.Id)], User.Name, CancellationToken.None));
}
