using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Sandbox;

/// <summary>Keys and tokens.</summary>
public sealed partial class SandboxWorld
{
    /// <summary>Huma's keys and Xledger's tokens; the first of each has every right that a connection needs.</summary>
    public IReadOnlyList<SandboxCredential> Credentials =>
        [
            .. HumaAccess.Keys.Select(key => new SandboxCredential(
                OutsideSystem.Huma,
                key.Name,
                key.Purpose,
                key.ClientId,
                key.ClientSecret.ToString()
            )),
            .. Xledger
                .Tokens.All()
                .Select(token => new SandboxCredential(
                    OutsideSystem.Xledger,
                    token.Description,
                    Xledger.Entities.Find(token.EntityOwnerDbId)?.Description ?? "",
                    null,
                    token.Text
                )),
        ];

    /// <summary>The Huma key with all permissions.</summary>
    public SandboxCredential FullHumaKey => Credentials.First(credential => credential.System == OutsideSystem.Huma);

    /// <summary>The token of Fjellheim Norge AS with all rights.</summary>
    public SandboxCredential FullXledgerToken =>
        Credentials.First(credential => credential.System == OutsideSystem.Xledger);
}
