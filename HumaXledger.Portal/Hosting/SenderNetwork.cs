using System.Net;
using System.Net.Sockets;

namespace HumaXledger.Portal.Hosting;

/// <summary>Who counts as one sender: limits per address are limits per network of this size.</summary>
public static class SenderNetwork
{
    /// <summary>Bytes of an IPv6 address that name the network: the holder of one address has its whole /64.</summary>
    private const int NetworkBytes = 8;

    /// <summary>
    /// An IPv4 address, also one that arrived as IPv6; of an IPv6 address the network, as its first address. <see
    /// cref="IPAddress.None"/> without a network connection.
    /// </summary>
    public static IPAddress Of(IPAddress? sender)
    {
        var address = sender is { IsIPv4MappedToIPv6: true } ? sender.MapToIPv4() : sender ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes);
    }
}
