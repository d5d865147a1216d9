namespace HumaXledger.Core.Reasons;

/// <summary>Why a mail was not sent. Arguments never contain a password or a token.</summary>
public static class MailReasons
{
    /// <summary>No connection. Arguments: host, port.</summary>
    public const string Unreachable = "mail.unreachable";

    /// <summary>The server did not answer in time. Arguments: host, seconds.</summary>
    public const string Timeout = "mail.timeout";

    /// <summary>The server closed the connection or answered something that is not SMTP. Arguments: host.</summary>
    public const string BrokenOff = "mail.brokenOff";

    /// <summary>The server does not offer STARTTLS, so nothing was sent. Arguments: host.</summary>
    public const string NoEncryption = "mail.noEncryption";

    /// <summary>The certificate of the server is not valid for it. Arguments: host.</summary>
    public const string Certificate = "mail.certificate";

    /// <summary>The server refused user and password, or the token. Arguments: host, user.</summary>
    public const string SignInRefused = "mail.signInRefused";

    /// <summary>The server offers no way to sign in that the portal can use. Arguments: host.</summary>
    public const string SignInNotOffered = "mail.signInNotOffered";

    /// <summary>Entra ID gave no token. Arguments: its error code.</summary>
    public const string NoToken = "mail.noToken";

    /// <summary>Refused for now (4xx). Arguments: host, status code and text of the server.</summary>
    public const string RefusedForNow = "mail.refusedForNow";

    /// <summary>Refused (5xx). Arguments: host, status code and text of the server.</summary>
    public const string Refused = "mail.refused";

    /// <summary>The recipient is not an e-mail address, or the subject contains a control character.</summary>
    public const string Invalid = "mail.invalid";

    /// <summary>A fault of the portal itself; its log says more.</summary>
    public const string Fault = "mail.fault";

    /// <summary>The file could not be written into the pickup folder.</summary>
    public const string Folder = "mail.folder";
}
