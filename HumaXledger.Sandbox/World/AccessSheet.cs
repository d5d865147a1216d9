using System.Text;

namespace HumaXledger.Sandbox;

/// <summary>Addresses, keys and tokens in text. All of them are invented and open nothing but a sandbox.</summary>
public static class AccessSheet
{
    public static string Of(SandboxServer sandbox)
    {
        var text = new StringBuilder()
            .AppendLine($"Huma     {sandbox.HumaBaseAddress}")
            .AppendLine($"Xledger  {sandbox.XledgerEndpoint}")
            .AppendLine();
        foreach (var credential in sandbox.World.Credentials)
        {
            text.AppendLine($"{credential.System}: {credential.Name} ({credential.Purpose})");
            if (credential.ClientId is { } clientId)
                text.AppendLine($"  client id      {clientId}").AppendLine($"  client secret  {credential.Text}");
            else
                text.AppendLine($"  token  {credential.Text}");
        }

        return text.ToString();
    }
}
