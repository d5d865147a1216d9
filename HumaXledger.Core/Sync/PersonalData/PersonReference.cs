using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// PersonReference value something is: a person of a connection by the ids that are known, at least one of them.
/// </summary>
/// <param name="Name">For the screen; it is not kept with anything.</param>
public sealed record PersonReference(Guid ConnectionId, HumaId? Huma, XledgerId? Xledger, string Name)
{
    public PersonIds Ids => new(Huma, Xledger);

    public static PersonReference Of(Guid connectionId, Person person) =>
        person.Side == Side.Huma
            ? new(connectionId, new HumaId(person.Id), null, person.DisplayName)
            : new(connectionId, null, new XledgerId(person.Id), person.DisplayName);

    public static PersonReference Of(Guid connectionId, Pair pair) =>
        new(connectionId, pair.Link.Huma, pair.Link.Xledger, pair.Huma.DisplayName);

    public static PersonReference Of(Guid connectionId, PlannedChange change) =>
        new(connectionId, change.Huma, change.Xledger, change.PersonName);

    public static PersonReference Of(Guid connectionId, ChangeRecord change) =>
        new(connectionId, change.HumaId, change.XledgerId, change.PersonName);

    public static PersonReference Of(HeldValue value) =>
        new(value.ConnectionId, value.HumaId, value.XledgerId, value.PersonName);

    // Records print their members; a person's name must not be among them.
    public override string ToString() => string.Join(' ', Ids.Named);
}
