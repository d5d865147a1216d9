namespace HumaXledger.Core.Reasons;

/// <summary>
/// Reasons from Huma and its client. Arguments are in parentheses; <c>where</c> is the method and path template, such
/// as <c>GET /users/{id}</c>.
/// </summary>
public static class HumaReasons
{
    /// <summary>The client id or secret is wrong, or the key is deactivated (where, status).</summary>
    public const string KeyRefused = "huma.key.refused";

    /// <summary>Huma refuses a token that it has just issued (where).</summary>
    public const string TokenRefused = "huma.token.refused";

    /// <summary>The key's role does not allow this (where).</summary>
    public const string Forbidden = "huma.forbidden";

    /// <summary>The host name cannot be resolved (host).</summary>
    public const string HostUnknown = "huma.host.unknown";

    /// <summary>Nothing answers at the host (host).</summary>
    public const string HostUnreachable = "huma.host.unreachable";

    /// <summary>No secure connection to the host could be made (host).</summary>
    public const string HostInsecure = "huma.host.insecure";

    /// <summary>The connection broke before the answer was complete (where).</summary>
    public const string ConnectionBroken = "huma.connection.broken";

    /// <summary>No complete answer in time (where, seconds).</summary>
    public const string Timeout = "huma.timeout";

    /// <summary>Huma limits the request rate (where).</summary>
    public const string Limited = "huma.limited";

    /// <summary>Huma answered with a server error (where, status).</summary>
    public const string ServerError = "huma.server-error";

    /// <summary>The answer is not JSON but, for instance, a web page (where, status, content type).</summary>
    public const string AnswerNotJson = "huma.answer.not-json";

    /// <summary>The answer is truncated or malformed JSON (where).</summary>
    public const string AnswerBroken = "huma.answer.broken";

    /// <summary>The answer is larger than accepted (where, megabytes).</summary>
    public const string AnswerTooLarge = "huma.answer.too-large";

    /// <summary>The answer lacks a required property or has an unexpected status (where, status or property).</summary>
    public const string AnswerUnexpected = "huma.answer.unexpected";

    /// <summary>The requested object does not exist, or no longer exists (where).</summary>
    public const string NotFound = "huma.not-found";

    /// <summary>A list had fewer records than announced, twice (where, announced, received).</summary>
    public const string ListShort = "huma.list.short";

    /// <summary>An item of a list has no id (where).</summary>
    public const string PersonWithoutId = "huma.person.without-id";

    /// <summary>Another user has this e-mail address.</summary>
    public const string PersonExists = "huma.person.exists";

    /// <summary>A person cannot be added without this field (name of the field).</summary>
    public const string PersonIncomplete = "huma.person.incomplete";

    /// <summary>Huma requires at least one group for a person, and the connection has none.</summary>
    public const string GroupNeeded = "huma.group.needed";

    /// <summary>Another user has this value.</summary>
    public const string Unique = "huma.unique";

    /// <summary>Huma refused the value (Huma's error code, or the status).</summary>
    public const string FieldRefused = "huma.field.refused";

    /// <summary>Huma reported success and kept the old value.</summary>
    public const string Ignored = "huma.ignored";

    /// <summary>The profile or the field is locked in Huma.</summary>
    public const string Locked = "huma.locked";

    /// <summary>Huma kept a value that was to be cleared.</summary>
    public const string ClearRefused = "huma.clear.refused";

    /// <summary>This field always has a value in Huma.</summary>
    public const string ClearImpossible = "huma.clear.impossible";

    /// <summary>There is no position, and start date and job title are not both known to create one.</summary>
    public const string PositionMissing = "huma.position.missing";

    /// <summary>Several positions qualify, or none has the value (name of the field).</summary>
    public const string PositionUnclear = "huma.position.unclear";

    /// <summary>The position of the date would end before it begins. {0} field.</summary>
    public const string PositionOutside = "huma.position.outside";

    /// <summary>An unknown value is never written.</summary>
    public const string UnknownNotWritten = "huma.unknown.not-written";
}
