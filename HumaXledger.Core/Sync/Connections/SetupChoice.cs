using HumaXledger.Core.Huma;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>What was chosen after verification.</summary>
/// <param name="Group">Null: everyone.</param>
/// <param name="AuthorityConfirmed">The box "I confirm that I have the proper authority to connect these
/// systems".</param>
public sealed record SetupChoice(
    string Name,
    HumaGroup? Group,
    XledgerEntity Entity,
    bool AddNewPeople,
    bool AuthorityConfirmed
);
