namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// Answers to what Huma's public documents leave open. The defaults are the answers that make life hardest for a
/// client, unless
/// the document itself presumes an answer. README.md describes each.
/// </summary>
public sealed class HumaSwitches
{
    public IsActiveOmitted IsActiveOmitted { get; set; } = IsActiveOmitted.ActiveOnly;
    public EmptyValue EmptyValue { get; set; } = EmptyValue.Absent;
    public ClearBy ClearBy { get; set; } = ClearBy.EmptyString;
    public DeprecatedEmployment DeprecatedEmployment { get; set; } = DeprecatedEmployment.CurrentOnly;
    public MainPositionRule MainPosition { get; set; } = MainPositionRule.HighestPercentage;
    public LockedWrite LockedWrite { get; set; } = LockedWrite.Ignored;
    public UnknownInput UnknownInput { get; set; } = UnknownInput.Ignored;
    public IncompleteAddress IncompleteAddress { get; set; } = IncompleteAddress.Refused;
    public BankAccountType BankAccountType { get; set; } = BankAccountType.Lowercase;
    public PhoneFormat PhoneFormat { get; set; } = PhoneFormat.AsGiven;
    public IntegrationKey IntegrationKey { get; set; } = IntegrationKey.Id;

    /// <summary>HTTP status of "already in use": 400, 409 or 422.</summary>
    public int UniquenessStatus { get; set; } = 400;

    /// <summary>Whether a field that another integration holds cannot be written here.</summary>
    public bool IntegrationLocksFields { get; set; } = true;

    /// <summary>Whether the Manager role sees deactivated people at all.</summary>
    public bool DeactivatedVisible { get; set; } = true;

    /// <summary>Whether <c>POST /users</c> takes an empty <c>groups</c> array.</summary>
    public bool EmptyGroupsAccepted { get; set; } = true;

    /// <summary>Profile properties that the Manager role cannot see (absent from the answer).</summary>
    public IList<string> HiddenFields { get; set; } = [];

    /// <summary>Profile properties that the Manager role sees and cannot change (<c>editable: false</c>).</summary>
    public IList<string> ReadOnlyFields { get; set; } = [];

    /// <summary>Technical names of the custom profile fields of type text that the organization has made.</summary>
    public IList<string> CustomTexts { get; set; } = [];

    public int TokenLifetimeSeconds { get; set; } = 300;

    /// <summary>Requests per second and key before 429; 0 means no limit.</summary>
    public int RequestsPerSecond { get; set; }

    /// <summary>Whether 429 and 503 carry <c>Retry-After</c>.</summary>
    public bool RetryAfter { get; set; }

    public SignatureEncoding WebhookSignature { get; set; } = SignatureEncoding.HexLower;

    /// <summary>Whether the signature is written with <c>sha256=</c> in front.</summary>
    public bool WebhookSignaturePrefix { get; set; }

    public WebhookPayload WebhookPayload { get; set; } = WebhookPayload.IdAndEmail;

    /// <summary>Whether every event is delivered twice.</summary>
    public bool WebhookDuplicates { get; set; } = true;

    /// <summary>Whether waiting events are delivered newest first.</summary>
    public bool WebhookReordering { get; set; } = true;

    /// <summary>Every so many-th delivery is lost on the way; 0: none is.</summary>
    public int WebhookLoseEvery { get; set; }

    /// <summary>
    /// Whether each event is followed by two of topics that nobody documented: one that names the same users, one
    /// without users.
    /// </summary>
    public bool WebhookMadeUpTopics { get; set; }

    /// <summary>Whether a change of positions is told as <c>users-update</c>.</summary>
    public bool WebhookPositions { get; set; } = true;

    public DeactivationEvent WebhookDeactivation { get; set; } = DeactivationEvent.None;

    /// <summary>Topic of the separate event for a login e-mail that was confirmed; its real name is unknown.</summary>
    public string WebhookLoginEmailTopic { get; set; } = "users-login-email";
}

/// <summary>What <c>GET /users</c> returns when <c>isActive</c> is left out.</summary>
public enum IsActiveOmitted
{
    ActiveOnly,
    All,
}

/// <summary>How a wrapper shows that there is no value.</summary>
public enum EmptyValue
{
    Absent,
    Null,
}

/// <summary>
/// What clears a value in a PATCH; the other is ignored (null) or refused (empty string). None: nothing does.
/// </summary>
public enum ClearBy
{
    EmptyString,
    Null,
    Either,
    None,
}

/// <summary>
/// Whether the deprecated employment properties of a profile are filled: not at all, from a current position, from the
/// main one of any status.
/// </summary>
public enum DeprecatedEmployment
{
    CurrentOnly,
    MainPosition,
    Absent,
}

/// <summary>Which of several positions is the main one.</summary>
public enum MainPositionRule
{
    HighestPercentage,
    EarliestStart,
    LatestStart,
}

/// <summary>What happens to a write to a deactivated profile or to a field that cannot be edited.</summary>
public enum LockedWrite
{
    Ignored,
    BadRequest,
    Forbidden,
}

/// <summary>What happens to a property that an input does not have, or has no longer.</summary>
public enum UnknownInput
{
    Ignored,
    Refused,
}

/// <summary>What happens to an address with an empty line1, postalCode, city or country.</summary>
public enum IncompleteAddress
{
    Refused,
    Accepted,
}

/// <summary>The literals of <c>bankAccount.type</c>: national, NATIONAL or NationalBankAccount.</summary>
public enum BankAccountType
{
    Lowercase,
    Uppercase,
    SchemaName,
}

/// <summary>Whether Huma keeps a phone number as typed or rewrites it to E.164.</summary>
public enum PhoneFormat
{
    AsGiven,
    E164,
}

/// <summary>Key of an entry of <c>connectedIntegrations</c>: an id or the integration's name.</summary>
public enum IntegrationKey
{
    Id,
    Name,
}

public enum SignatureEncoding
{
    HexLower,
    HexUpper,
    Base64,
}

/// <summary>How much of a user an event carries besides <c>id</c> and <c>email</c>.</summary>
public enum WebhookPayload
{
    IdAndEmail,
    Changed,
    Full,
}

/// <summary>The event that tells of a deactivation or reactivation.</summary>
public enum DeactivationEvent
{
    None,
    Update,
    OwnTopic,
}
