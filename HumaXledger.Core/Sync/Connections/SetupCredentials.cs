using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// What an administrator typed in to connect two systems. Stored once it is verified: for a while with the draft of
/// the set-up, then with the connection.
/// </summary>
public sealed record SetupCredentials(
    string HumaEnvironment,
    string HumaClientId,
    Secret HumaClientSecret,
    string XledgerEnvironment,
    XledgerToken XledgerToken
);
