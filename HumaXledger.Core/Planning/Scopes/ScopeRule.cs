using System.Text.Json.Serialization;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Scopes;

/// <summary>One rule about who is never synchronized.</summary>
[JsonDerivedType(typeof(InGroup), "group")]
[JsonDerivedType(typeof(WithContract), "contractType")]
[JsonDerivedType(typeof(User), "humaUser")]
[JsonDerivedType(typeof(Employee), "xledgerEmployee")]
[JsonDerivedType(typeof(Ended), "ended")]
public abstract record ScopeRule
{
    private ScopeRule() { }

    /// <summary>Members of a Huma group: company, location or team.</summary>
    /// <param name="Id">Huma's id of the group.</param>
    /// <param name="Type">Huma's type: <c>company</c>, <c>location</c>, <c>team</c>.</param>
    /// <param name="Name">The name for the screen.</param>
    public sealed record InGroup(string Id, string Type, string Name) : ScopeRule;

    /// <summary>
    /// People all of whose positions have a contract type named by a rule; a person who also has another position is
    /// synchronized.
    /// </summary>
    /// <param name="Type">Huma's contract type (contracts/huma.md 2.9), such as <c>Consultant</c>.</param>
    public sealed record WithContract(string Type) : ScopeRule;

    /// <summary>One Huma user.</summary>
    public sealed record User(HumaId Id) : ScopeRule;

    /// <summary>One Xledger employee.</summary>
    public sealed record Employee(XledgerId Id) : ScopeRule;

    /// <summary>
    /// People whose employment ended more than this many months ago in each system that states an end; at least one
    /// must.
    /// </summary>
    public sealed record Ended(int Months) : ScopeRule;
}

/// <summary>The exclusion of a person from synchronization.</summary>
/// <param name="Rule">The rule that excludes the person.</param>
/// <param name="Unsure">
/// The record does not show whether the rule applies: the person is excluded until it does.
/// </param>
public sealed record ScopeExclusion(ScopeRule Rule, bool Unsure);

/// <summary>The rules of one connection about who is never synchronized; an empty list excludes no one.</summary>
public sealed record ScopeRules(IReadOnlyList<ScopeRule> Rules)
{
    /// <summary>Everyone is synchronized.</summary>
    public static readonly ScopeRules Everyone = new([]);

    /// <summary>The rule that excludes the person of this record; null where none does.</summary>
    public ScopeExclusion? Of(Person person, DateOnly today) =>
        person.Side == Side.Huma ? Of(person, null, today) : Of(null, person, today);

    /// <summary>
    /// The rule that excludes a person by their record in either system: a pair is excluded as a whole. A rule that
    /// certainly applies takes precedence over one of which the records do not show it.
    /// </summary>
    /// <param name="huma">Null where the person is not in Huma.</param>
    /// <param name="xledger">Null where the person is not in Xledger.</param>
    public ScopeExclusion? Of(Person? huma, Person? xledger, DateOnly today)
    {
        ScopeRule? unsure = null;
        foreach (var rule in Rules)
        {
            switch (Applies(rule, huma, xledger, today))
            {
                case true:
                    return new ScopeExclusion(rule, Unsure: false);
                case null:
                    unsure ??= rule;
                    break;
            }
        }

        return unsure is null ? null : new ScopeExclusion(unsure, Unsure: true);
    }

    // Null where the record does not show it.
    private bool? Applies(ScopeRule rule, Person? huma, Person? xledger, DateOnly today) =>
        rule switch
        {
            ScopeRule.InGroup group => huma is null
                ? false
                : huma.Groups?.Contains(group.Id, StringComparer.OrdinalIgnoreCase),
            ScopeRule.WithContract contract => huma is null ? false : IsOnly(huma.ContractTypes, contract),
            ScopeRule.User user => huma?.Id == user.Id.Value,
            ScopeRule.Employee employee => xledger?.Id == employee.Id.Value,
            ScopeRule.Ended ended => EndedBefore(today.AddMonths(-ended.Months), huma, xledger),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
        };

    private bool? IsOnly(IReadOnlyList<string>? types, ScopeRule.WithContract contract) =>
        types is null ? null : types.Any(type => Is(type, contract)) && types.All(IsNamed);

    private bool IsNamed(string type) => Rules.OfType<ScopeRule.WithContract>().Any(contract => Is(type, contract));

    private static bool Is(string type, ScopeRule.WithContract contract) =>
        string.Equals(type, contract.Type, StringComparison.OrdinalIgnoreCase);

    // A record without an end may be a rehire; one whose end cannot be read decides nothing.
    private static bool EndedBefore(DateOnly day, params ReadOnlySpan<Person?> records)
    {
        var ended = false;
        foreach (var record in records)
        {
            if (record?[Field.EmploymentEnd] is not { IsKnown: true } end)
            {
                continue;
            }

            if (!(CalendarDate.Read(end.TextOrNull) < day))
            {
                return false;
            }

            ended = true;
        }

        return ended;
    }
}
