using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Components.Shared.Blocks;
using Microsoft.AspNetCore.Components;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>
/// Probable and ambiguous matches with their evidence for and against, and the pairs without a question. Unanswered
/// questions leave both records unchanged.
/// </summary>
public sealed partial class MatchStep
{
    /// <summary>Value of <c>list</c> in the address that shows the pairs without a question.</summary>
    private const string Certain = "certain";

    private static readonly IReadOnlyDictionary<string, object?> ToCertain = new Dictionary<string, object?>
    {
        ["list"] = Certain,
        ["page"] = null,
    };

    private readonly Dictionary<string, MatchCard?> _cards = [];
    private List<MatchQuestion> _questions = [];
    private List<Pair> _settled = [];
    private HashSet<string> _parted = [];
    private ElementReference _lead;
    private bool _answered;
    private string? _next;

    [Parameter, EditorRequired]
    public required ReviewSession Session { get; set; }

    [Parameter]
    public EventCallback<ReviewSession> SessionChanged { get; set; }

    [SupplyParameterFromQuery(Name = "list")]
    private string? List { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    // For the certain pairs. Blazor tells its subscribers of a new address one by one: a component that comes or goes
    // with an address must not be one of them, or the circuit ends with "Collection was modified".
    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [Inject]
    public required Review Review { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

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

    // After an answer nothing but its card has changed: the focus goes on to the next question without one, or to the
    // sentence that all are answered.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_answered)
        {
            return;
        }

        _answered = false;
        if (_next is not null && _cards.GetValueOrDefault(_next) is { } card)
        {
            await card.FocusAsync();
        }
        else
        {
            await _lead.FocusAsync();
        }
    }

    private int Answered => _questions.Count(question => AnswerOf(question.Huma) is not null);

    private static IReadOnlyList<EarlierRecord> ByName(IEnumerable<EarlierRecord> records) =>
        [.. records.OrderBy(one => one.Pair.Huma.DisplayName, StringComparer.CurrentCultureIgnoreCase)];

    private string AddressOf(HumaId user) => PersonAddress.Of(Session.Record.ConnectionId, user);

    private MatchDecision? AnswerOf(Person huma) =>
        Session.Decisions.Matches.FirstOrDefault(answer => answer.Huma.Value == huma.Id);

    private string NameOf(HumaId user) =>
        Session.Comparison.Input.Huma.FirstOrDefault(person => person.Id == user.Value)?.DisplayName ?? user.Value;

    private Person? OtherUserOf(Person huma, XledgerId employee) =>
        Relinking.OtherPair(Session.AsMatched, new HumaId(huma.Id), employee)?.Huma;

    private async Task AnswerAsync(MatchQuestion question, XledgerId? answer)
    {
        await DecideAsync(question.Huma, answer);
        if (Session is { Overtaken.Count: > 0 } or { IsOpen: false })
        {
            return;
        }

        var shown = Pager.Part(_questions, Page);
        var place = shown.ToList().FindIndex(one => one.Huma.Id == question.Huma.Id);
        _next = shown
            .Skip(place + 1)
            .Concat(shown.Take(place))
            .FirstOrDefault(one => AnswerOf(one.Huma) is null)
            ?.Huma.Id;
        _answered = true;
    }

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
