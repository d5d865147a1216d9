using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HumaXledger.Tests.Access;

/// <summary>A request byte by byte, as no HTTP client would send it.</summary>
internal static class RawRequest
{
    /// <param name="target">What stands in the request line; Latin-1.</param>
    /// <param name="headers">Further header lines, each with its line end; Latin-1.</param>
    /// <returns>The status; null where the server hung up without an answer.</returns>
    public static async Task<HttpStatusCode?> StatusAsync(
        Uri portal,
        string method,
        string target,
        string headers,
        byte[] body,
        CancellationToken cancellation
    )
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(portal.Host, portal.Port, cancellation);
        await using var stream = client.GetStream();
        var length = body.Length > 0 || method == "POST" ? $"Content-Length: {body.Length}\r\n" : "";
        byte[] request =
        [
            .. Encoding.Latin1.GetBytes(
                $"{method} {target} HTTP/1.1\r\nHost: {portal.Authority}\r\nConnection: close\r\n{length}{headers}\r\n"
            ),
            .. body,
        ];
        var answer = new byte[12];
        var read = 0;
        try
        {
            await stream.WriteAsync(request, cancellation);
            while (
                read < answer.Length && await stream.ReadAsync(answer.AsMemory(read), cancellation) is > 0 and var more
            )
            {
                read += more;
            }
        }
        catch (IOException)
        {
            // Hung up.
        }

        return read == answer.Length
            ? (HttpStatusCode)int.Parse(Encoding.Latin1.GetString(answer, 9, 3), CultureInfo.InvariantCulture)
            : null;
    }
}
