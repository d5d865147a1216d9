using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Matching;

/// <summary>People, links and answers in few words, and the matcher.</summary>
public abstract class MatchingTest
{
    protected static Matches Match(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        params IReadOnlyList<Link> links
    ) => PersonMatcher.Match(huma, xledger, links, []);

    protected static Matches Decide(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        IReadOnlyList<Link> links,
        params IReadOnlyList<MatchDecision> decisions
    ) => PersonMatcher.Match(huma, xledger, links, decisions);

    protected static Person Huma(string id, params (Field, string?)[] values) =>
        ComparisonBuilder.Bare(Side.Huma, id, values);

    protected static Person Xledger(string id, params (Field, string?)[] values) =>
        ComparisonBuilder.Bare(Side.Xledger, id, values);

    protected static (Field, string?)[] Name(string given, string family, params (Field, string?)[] more) =>
        [(Field.GivenName, given), (Field.FamilyName, family), .. more];

    protected static Link Link(string huma, string xledger) => new(new HumaId(huma), new XledgerId(xledger));

    protected static MatchDecision Is(string huma, string? xledger) =>
        new(new HumaId(huma), xledger is null ? null : new XledgerId(xledger));
}
