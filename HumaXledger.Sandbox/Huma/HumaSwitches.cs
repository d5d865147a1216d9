namespace HumaXledger.Sandbox.Huma;

/// <summary>
/// The undocumented behavior of Huma. The defaults are the hardest ones for a client, unless the documents imply
/// another. README.md describes each switch.
/// </summary>
public sealed class HumaSwitches
{
    /// <summary>The result of a list without <c>isActive</c>.</summary>
    public IsActiveOmitted IsActiveOmitted { get; set; } = IsActiveOmitted.ActiveOnly;

    /// <summary>How a missing value is represented.</summary>
    public EmptyValue EmptyValue { get; set; } = EmptyValue.Absent;

    /// <summary>What clears a value.</summary>
    public ClearBy ClearBy { get; set; } = ClearBy.EmptyString;

    /// <summary>Whether deprecated employment properties are filled.</summary>
    public DeprecatedEmployment DeprecatedEmployment { get; set; } = DeprecatedEmployment.CurrentOnly;

    /// <summary>Huma's own choice among several positions.</summary>
    public MainPositionRule MainPosition { get; set; } = MainPositionRule.HighestPercentage;

    /// <summary>The result of a write to a locked profile or field.</summary>
    public LockedWrite LockedWrite { get; set; } = LockedWrite.Ignored;

    /// <summary>The result of an unknown property.</summary>
    public UnknownInput UnknownInput { get; set; } = UnknownInput.Ignored;

    /// <summary>The result of an incomplete address.</summary>
    public IncompleteAddress IncompleteAddress { get; set; } = IncompleteAddress.Refused;

    /// <summary>The literals of <c>bankAccount.type</c>.</summary>
    public BankAccountType BankAccountType { get; set; } = BankAccountType.Lowercase;

    /// <summary>How phone numbers are stored.</summary>
    public PhoneFormat PhoneFormat { get; set; } = PhoneFormat.AsGiven;

    /// <summary>The keys of <c>connectedIntegrations</c>.</summary>
    public IntegrationKey IntegrationKey { get; set; } = IntegrationKey.Id;

    /// <summary>HTTP status of a unique value in use: 400, 409 or 422.</summary>
    public int UniquenessStatus { get; set; } = 400;

    /// <summary>Whether a field that another integration manages is locked for writes.</summary>
    public bool IntegrationLocksFields { get; set; } = true;

    /// <summary>Whether the Manager role can read deactivated people.</summary>
    public bool DeactivatedVisible { get; set; } = true;

    /// <summary>Whether <c>POST /users</c> accepts an empty <c>groups</c> array.</summary>
    public bool EmptyGroupsAccepted { get; set; } = true;

    /// <summary>Profile properties that the Manager role cannot read (absent from the answer).</summary>
    public IList<string> HiddenFields { get; set; } = [];

    /// <summary>Profile properties that the Manager role can read but not change (<c>editable: false</c>).</summary>
    public IList<string> ReadOnlyFields { get; set; } = [];

    /// <summary>Technical names of the custom profile fields of type text that the organization has made.</summary>
    public IList<string> CustomTexts { get; set; } = [];

    public int TokenLifetimeSeconds { get; set; } = 300;

    /// <summary>Requests per second and key before 429; 0 for no limit.</summary>
    public int RequestsPerSecond { get; set; }

    /// <summary>Whether 429 and 503 have <c>Retry-After</c>.</summary>
    public bool RetryAfter { get; set; }

    /// <summary>The encoding of the webhook signature.</summary>
    public SignatureEncoding WebhookSignature { get; set; } = SignatureEncoding.HexLower;

    /// <summary>Whether the signature has the prefix <c>sha256=</c>.</summary>
    public bool WebhookSignaturePrefix { get; set; }

    /// <summary>The properties of a user in an event.</summary>
    public WebhookPayload WebhookPayload { get; set; } = WebhookPayload.IdAndEmail;

    /// <summary>Whether every event is delivered twice.</summary>
    public bool WebhookDuplicates { get; set; } = true;

    /// <summary>Whether queued events are delivered newest first.</summary>
    public bool WebhookReordering { get; set; } = true;

    /// <summary>Every nth delivery is lost; 0 for none.</summary>
    public int WebhookLoseEvery { get; set; }

    /// <summary>How often a refused or unanswered delivery is repeated, a second apart; 0 for never.</summary>
    public int WebhookRepeats { get; set; }

    /// <summary>
    /// Whether each event is followed by two with undocumented topics: one with the same users, one without users.
    /// </summary>
    public bool WebhookMadeUpTopics { get; set; }

    /// <summary>Whether a change of positions is sent as <c>users-update</c>.</summary>
    public bool WebhookPositions { get; set; } = true;

    /// <summary>The event for a deactivation or reactivation.</summary>
    public DeactivationEvent WebhookDeactivation { get; set; } = DeactivationEvent.None;

    /// <summary>Topic of the separate event for a confirmed login e-mail; its real name is unknown.</summary>
    public string WebhookLoginEmailTopic { get; set; } = "users-login-email";
}

/// <summary>The result of <c>GET /users</c> without <c>isActive</c>.</summary>
public enum IsActiveOmitted
{
    ActiveOnly,
    All,
}

/// <summary>How a wrapper represents a missing value.</summary>
public enum EmptyValue
{
    Absent,
    Null,
}

/// <summary>
/// What clears a value in a PATCH; the other is ignored (null) or refused (empty string). None: a value cannot be
/// cleared.
/// </summary>
public enum ClearBy
{
    EmptyString,
    Null,
    Either,
    None,
}

/// <summary>
/// Whether the deprecated employment properties of a profile are filled: from a current position, from the main one of
/// any status, or not at all.
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

/// <summary>The result of writing to a deactivated profile or a read-only field.</summary>
public enum LockedWrite
{
    Ignored,
    BadRequest,
    Forbidden,
}

/// <summary>The result of an unknown or removed input property.</summary>
public enum UnknownInput
{
    Ignored,
    Refused,
}

/// <summary>The result of an address with an empty line1, postalCode, city or country.</summary>
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

/// <summary>Whether Huma stores a phone number as typed or in E.164.</summary>
public enum PhoneFormat
{
    AsGiven,
    E164,
}

/// <summary>The key of an entry of <c>connectedIntegrations</c>: an id or the integration's name.</summary>
public enum IntegrationKey
{
    Id,
    Name,
}

/// <summary>The encoding of the webhook signature.</summary>
public enum SignatureEncoding
{
    HexLower,
    HexUpper,
    Base64,
}

/// <summary>The properties of a user in an event, besides <c>id</c> and <c>email</c>.</summary>
public enum WebhookPayload
{
    IdAndEmail,
    Changed,
    Full,
}

/// <summary>The event for a deactivation or reactivation.</summary>
public enum DeactivationEvent
{
    None,
    Update,
    OwnTopic,
}
