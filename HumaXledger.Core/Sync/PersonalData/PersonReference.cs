using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// Whose value it is: a person of a connection by the ids that are known, at least one of them.
/// </summary>
/// <param name="Name">For the screen; it is not kept with anything.</param>
public sealed record PersonReference(Guid ConnectionId, HumaId? Huma, XledgerId? Xledger, string Name)
{
    /// <summary>The ids on both sides.</summary>
    public PersonIds Ids => new(Huma, Xledger);

    /// <summary>The person of one record.</summary>
    public static PersonReference Of(Guid connectionId, Person person) =>
        person.Side == Side.Huma
            ? new(connectionId, new HumaId(person.Id), null, person.DisplayName)
            : new(connectionId, null, new XledgerId(person.Id), person.DisplayName);

    /// <summary>The person of a pair.</summary>
    public static PersonReference Of(Guid connectionId, Pair pair) =>
        new(connectionId, pair.Link.Huma, pair.Link.Xledger, pair.Huma.DisplayName);

    /// <summary>The person of a planned change.</summary>
    public static PersonReference Of(Guid connectionId, PlannedChange change) =>
        new(connectionId, change.Huma, change.Xledger, change.PersonName);

    /// <summary>The person of a line of the journal.</summary>
    public static PersonReference Of(Guid connectionId, ChangeRecord change) =>
        new(connectionId, change.HumaId, change.XledgerId, change.PersonName);

    /// <summary>The person of a held value.</summary>
    public static PersonReference Of(HeldValue value) =>
        new(value.ConnectionId, value.HumaId, value.XledgerId, value.PersonName);

    // Records print their members; a person's name must not be among them.
    public override string ToString() => string.Join(' ', Ids.Named);
}
