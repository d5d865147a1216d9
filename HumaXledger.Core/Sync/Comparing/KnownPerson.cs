using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// One person of a connection as far as both systems are known: at least one of the two records is there.
/// </summary>
public sealed record KnownPerson(Person? Huma, Person? Xledger, MatchState State)
{
    /// <summary>The record that names the person: Huma's where there is one.</summary>
    public Person Record => Huma ?? Xledger!;

    /// <summary>The person's id and side.</summary>
    public PersonRef Reference => new(Record.Side, Record.Id);

    /// <summary>Whether an administrator has to confirm or choose the match.</summary>
    public bool NeedsAnswer { get; init; }

    /// <summary>
    /// The rule by which the person is never synchronized; null for all others. Such people are in no count but that of
    /// people out of scope.
    /// </summary>
    public ScopeExclusion? LeftOut { get; init; }
}
