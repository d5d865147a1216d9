namespace HumaXledger.Core.Sync.Connections;

/// <summary>What a user has answered in a set-up so far.</summary>
/// <param name="HumaEnvironment">Key of <c>Huma:Environments</c>.</param>
/// <param name="XledgerEnvironment">Key of <c>Xledger:Environments</c>.</param>
/// <param name="HumaClientId">Client id of Huma's API key; may be empty.</param>
/// <param name="GroupId">The group of people in Huma; null: everyone.</param>
/// <param name="EntityId">The entity in Xledger; null: not chosen.</param>
/// <param name="Name">Name of the connection; may be empty.</param>
/// <param name="AddNewPeople">Whether new people in Huma are to be added to Xledger.</param>
/// <param name="AuthorityConfirmed">Whether the user confirmed the authority to connect the two systems.</param>
/// <param name="Reached">The furthest step, from 0.</param>
public sealed record SetupAnswers(
    string HumaEnvironment,
    string XledgerEnvironment,
    string HumaClientId,
    string? GroupId,
    string? EntityId,
    string Name,
    bool AddNewPeople,
    bool AuthorityConfirmed,
    int Reached
);
