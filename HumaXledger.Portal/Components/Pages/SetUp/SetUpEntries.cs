namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>
/// The entries of the wizard that are kept when the circuit is lost: no token, no secret, no finding of the checks, no
/// confirmation of authority.
/// </summary>
/// <param name="Owner">Id of the user who entered them; a browser may be signed in as another user meanwhile.</param>
/// <param name="HumaEnvironment">Key of <c>Huma:Environments</c>.</param>
/// <param name="XledgerEnvironment">Key of <c>Xledger:Environments</c>.</param>
/// <param name="HumaClientId">Client id of Huma's API key.</param>
/// <param name="Name">Name of the connection.</param>
/// <param name="AddNewPeople">Whether new people in Huma are to be added to Xledger.</param>
public sealed record SetUpEntries(
    string Owner,
    string HumaEnvironment,
    string XledgerEnvironment,
    string HumaClientId,
    string Name,
    bool AddNewPeople
);
