using System.Globalization;
using System.Text;

namespace HumaXledger.Sandbox;

/// <summary>Addresses, keys and tokens as text. All of them are invented and only work in a sandbox.</summary>
public static class AccessSheet
{
    /// <summary>The text that the stand-alone sandbox prints at its start.</summary>
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
