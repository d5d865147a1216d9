namespace HumaXledger.Core.Storage.Keys;

/// <summary>What a protected secret is. A cipher of one kind cannot be read as another.</summary>
public enum SecretKind
{
    HumaClientSecret,
    XledgerToken,
    WebhookSecret,
    WebhookToken,

    /// <summary>
    /// The verified client secret of a set-up that is not finished. Not that of a connection: a row of one with the id
    /// of a draft would have its secrets without anybody's confirmation. Likewise <see cref="DraftXledgerToken"/>.
    /// </summary>
    DraftHumaClientSecret,
    DraftXledgerToken,

    /// <summary>The answers of a set-up that is not finished.</summary>
    SetupAnswers,

    /// <summary>What verification learnt in a set-up that is not finished.</summary>
    SetupFindings,

    /// <summary>The input of one section of a connection's settings that is not saved.</summary>
    SettingsInput,
}
