using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HumaXledger.Portal.Mail;

/// <summary>How the connection to the mail server is encrypted (<c>Mail:Smtp:Security</c>).</summary>
public enum SmtpSecurity
{
    /// <summary>Begins in clear and is encrypted before anything is sent; a server that cannot is not used.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte.</summary>
    Tls,

    /// <summary>Not encrypted.</summary>
    Unencrypted,
}

/// <summary>The mail server.</summary>
public sealed class SmtpOptions
{
    /// <summary>Host name of the server, as in its certificate.</summary>
    public string Host { get; set; } = "";

    /// <summary>
    /// Port of the server, 1 to 65535. When not set, 587 with <c>StartTls</c>, 465 with <c>Tls</c>, 25 with
    /// <c>Unencrypted</c>.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>
    /// <c>Unencrypted</c> sends mails, and the password if there is one, in clear: only for a server on the same
    /// machine.
    /// </summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>
    /// PEM file with the root certificates that are trusted for the mail server, instead of the machine's; for a
    /// certificate of an authority of your own. Revocation is not checked then.
    /// </summary>
    public string? RootCertificates { get; set; }

    /// <summary>User name, if the server requires one; with <c>Mail:Smtp:OAuth</c> the mailbox that sends.</summary>
    public string? User { get; set; }

    /// <summary>Password of the user. Set it as an environment variable, not in a file.</summary>
    public string? Password { get; set; }

    /// <summary>A token instead of a password (XOAUTH2), as Microsoft 365 requires.</summary>
    public SmtpOAuthOptions OAuth { get; set; } = new();

    internal int PortOrDefault =>
        Port
        ?? Security switch
        {
            SmtpSecurity.Tls => 465,
            SmtpSecurity.Unencrypted => 25,
            _ => 587,
        };

    /// <summary>The certificates of <see cref="RootCertificates"/>; null where the machine's apply.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds something else.</exception>
    internal X509Certificate2Collection? TrustedRoots()
    {
        if (string.IsNullOrEmpty(RootCertificates))
        {
            return null;
        }

        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(RootCertificates);
        return roots;
    }

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Host))
        {
            yield return "Mail:Smtp:Host must name the mail server when Mail:Mode is Smtp.";
        }

        if (Port is < 1 or > 65535)
        {
            yield return "Mail:Smtp:Port must be between 1 and 65535.";
        }

        if (!CanReadRoots())
        {
            yield return "Mail:Smtp:RootCertificates must name a readable PEM file with at least one certificate.";
        }

        if (OAuth.IsUsed)
        {
            foreach (var problem in OAuth.Problems())
            {
                yield return problem;
            }

            if (string.IsNullOrEmpty(User) || !string.IsNullOrEmpty(Password))
            {
                yield return "With Mail:Smtp:OAuth, Mail:Smtp:User must name the mailbox, without Mail:Smtp:Password.";
            }
        }
        else if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
        {
            yield return "Mail:Smtp:User and Mail:Smtp:Password go together; "
                + "leave both out for a server that asks for neither.";
        }
    }

    private bool CanReadRoots()
    {
        try
        {
            return TrustedRoots() is null or { Count: > 0 };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>
/// The app registration in Entra ID whose client credentials give the token. It needs the application permission
/// <c>SMTP.SendAsApp</c> and, in Exchange Online, the right to send from the mailbox.
/// </summary>
public sealed class SmtpOAuthOptions
{
    /// <summary>Address of Entra ID; another one for a national cloud.</summary>
    public string Instance { get; set; } = "https://login.microsoftonline.com";

    /// <summary>Id of the tenant.</summary>
    public string? TenantId { get; set; }

    /// <summary>Id of the app registration. When set, a token is used instead of a password.</summary>
    public string? ClientId { get; set; }

    /// <summary>Secret of the app registration. Set it as an environment variable, not in a file.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the token is for; another one for a national cloud.</summary>
    public string Scope { get; set; } = "https://outlook.office365.com/.default";

    internal bool IsUsed => !string.IsNullOrEmpty(ClientId);

    internal IEnumerable<string> Problems()
    {
        if (!Guid.TryParse(TenantId, out _) || !Guid.TryParse(ClientId, out _) || string.IsNullOrEmpty(ClientSecret))
        {
            yield return "Mail:Smtp:OAuth needs TenantId and ClientId, both GUIDs, and ClientSecret.";
        }

        if (!IsHttps(Instance) || !IsHttps(Scope))
        {
            yield return "Mail:Smtp:OAuth:Instance and Mail:Smtp:OAuth:Scope must be https:// addresses.";
        }
    }

    private static bool IsHttps(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
}
