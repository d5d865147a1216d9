using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>
/// Probable and ambiguous matches with their evidence for and against, and the pairs without a question. Unanswered
/// questions leave both records unchanged.
/// </summary>
public sealed partial class MatchStep
{
    private List<MatchQuestion> _questions = [];
    private List<Pair> _settled = [];
    private HashSet<string> _parted = [];

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

    /// <summary>
    /// Whether any match was or is uncertain; answered questions stay visible, so that an answer can be cleared.
    /// </summary>
    public static bool AnythingToAsk(ReviewSession session) => MatchQuestion.Of(session.AsMatched).Any();

    // Uses the matches before any answer, so that an answered question keeps its place.
    protected override void OnParametersSet()
    {
        _questions =
        [
            .. MatchQuestion
                .Of(Session.AsMatched)
                .OrderBy(question => question.Huma.DisplayName, StringComparer.CurrentCultureIgnoreCase),
        ];
        _settled =
        [
            .. Session
                .AsMatched.Pairs.Where(pair => pair.Settled)
                .OrderBy(pair => pair.Huma.DisplayName, StringComparer.CurrentCultureIgnoreCase),
        ];
        _parted = Session
            .Decisions.Matches.Where(answer => answer.Xledger is null)
            .Select(answer => answer.Huma.Value)
            .ToHashSet();
    }

    private MatchDecision? AnswerOf(Person huma) =>
        Session.Decisions.Matches.FirstOrDefault(answer => answer.Huma.Value == huma.Id);

    private string NameOf(HumaId user) =>
        Session.Comparison.Input.Huma.FirstOrDefault(person => person.Id == user.Value)?.DisplayName ?? user.Value;

    private Person? OtherUserOf(Person huma, XledgerId employee) =>
        Relinking.OtherPair(Session.AsMatched, new HumaId(huma.Id), employee)?.Huma;

    private async Task DecideAsync(Person huma, XledgerId? answer)
    {
        var answers = Relinking.Answers(Session.AsMatched, new HumaId(huma.Id), answer);
        await SessionChanged.InvokeAsync(
            await Review.DecideMatchesAsync(Session, answers, User.Actor, CancellationToken.None)
        );
    }

    private async Task ForgetAsync(Person huma) =>
        await SessionChanged.InvokeAsync(
            await Review.ForgetMatchesAsync(Session, [new HumaId(huma.Id)], User.Actor, CancellationToken.None)
        );
}
