using System.Globalization;
using System.Text;

namespace HumaXledger.Sandbox;

/// <summary>Addresses, keys and tokens in text. All of them are invented and open nothing but a sandbox.</summary>
public static class AccessSheet
{
    public static string Of(SandboxServer sandbox)
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"Huma     {sandbox.HumaBaseAddress}")
            .AppendLine(CultureInfo.InvariantCulture, $"Xledger  {sandbox.XledgerEndpoint}")
            .AppendLine();
        foreach (var credential in sandbox.World.Credentials)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{credential.System}: {credential.Name} ({credential.Purpose})"
            );
            if (credential.ClientId is { } clientId)
                text.AppendLine(CultureInfo.InvariantCulture, $"  client id      {clientId}")
                    .AppendLine(CultureInfo.InvariantCulture, $"  client secret  {credential.Text}");
            else
                text.AppendLine(CultureInfo.InvariantCulture, $"  token  {credential.Text}");
        }

        return text.ToString();
    }
}
