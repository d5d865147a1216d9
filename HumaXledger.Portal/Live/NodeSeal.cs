using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Messages between nodes as they are sent: encrypted and authenticated with the key ring that all nodes share. Every
/// account that may connect to the database can listen to the channel and send to it; without the keys it reads nothing
/// and is not believed. Safe for concurrent use.
/// </summary>
/// <remarks>A message that was recorded can be sent again: it shows an earlier progress until the next one.</remarks>
public sealed class NodeSeal(IDataProtectionProvider protection)
{
    /// <summary>Characters; PostgreSQL refuses longer ones.</summary>
    internal const int Longest = 8_000;

    private readonly IDataProtector _protector = protection.CreateProtector("HumaXledger.NodeChannel");

    /// <summary>As it is sent.</summary>
    public string Close(NodeMessage message) => _protector.Protect(message.ToText());

    /// <param name="sent">As it was heard.</param>
    /// <param name="message">Null where it is of a kind that this version does not know.</param>
    /// <returns>False where no node of this database sent it.</returns>
    public bool TryOpen(string sent, out NodeMessage? message)
    {
        message = null;
        if (sent.Length > Longest)
        {
            return false;
        }

        try
        {
            message = NodeMessage.Read(_protector.Unprotect(sent));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
