namespace HumaXledger.Core.Reasons;

/// <summary>
/// What Huma and its client give as reasons. Arguments in brackets; <c>where</c> is method and path template, such as
/// <c>GET /users/{id}</c>.
/// </summary>
public static class HumaReasons
{
    /// <summary>The client id or secret is wrong, or the key is deactivated (where, status).</summary>
    public const string KeyRefused = "huma.key.refused";

    /// <summary>A token that Huma has just given is not accepted (where).</summary>
    public const string TokenRefused = "huma.token.refused";

    /// <summary>The key's role may not do this (where).</summary>
    public const string Forbidden = "huma.forbidden";

    /// <summary>The host's name is not known (host).</summary>
    public const string HostUnknown = "huma.host.unknown";

    /// <summary>Nothing answers at the host (host).</summary>
    public const string HostUnreachable = "huma.host.unreachable";

    /// <summary>No secure connection to the host could be made (host).</summary>
    public const string HostInsecure = "huma.host.insecure";

    /// <summary>The connection broke before the answer was complete (where).</summary>
    public const string ConnectionBroken = "huma.connection.broken";

    /// <summary>No complete answer in time (where, seconds).</summary>
    public const string Timeout = "huma.timeout";

    /// <summary>Huma asks for fewer requests (where).</summary>
    public const string Limited = "huma.limited";

    /// <summary>Huma answered with a server error (where, status).</summary>
    public const string ServerError = "huma.server-error";

    /// <summary>The answer is not JSON, a web page for instance (where, status, content type).</summary>
    public const string AnswerNotJson = "huma.answer.not-json";

    /// <summary>The answer is JSON that ends early or is malformed (where).</summary>
    public const string AnswerBroken = "huma.answer.broken";

    /// <summary>The answer is larger than a single answer may be (where, megabytes).</summary>
    public const string AnswerTooLarge = "huma.answer.too-large";

    /// <summary>
    /// The answer lacks what it must hold, or has a status that is not foreseen (where, status or property).
    /// </summary>
    public const string AnswerUnexpected = "huma.answer.unexpected";

    /// <summary>What was asked for or written to does not exist, or not any more (where).</summary>
    public const string NotFound = "huma.not-found";

    /// <summary>A list gave fewer records than it announced, twice (where, announced, received).</summary>
    public const string ListShort = "huma.list.short";

    /// <summary>An item of a list carries no id (where).</summary>
    public const string PersonWithoutId = "huma.person.without-id";

    /// <summary>Another user has this e-mail address.</summary>
    public const string PersonExists = "huma.person.exists";

    /// <summary>A person cannot be added without this (name of the field).</summary>
    public const string PersonIncomplete = "huma.person.incomplete";

    /// <summary>Huma wants a person in at least one group, and the connection has none.</summary>
    public const string GroupNeeded = "huma.group.needed";

    /// <summary>Another user has this value.</summary>
    public const string Unique = "huma.unique";

    /// <summary>Huma refused the value (Huma's error code, or the status).</summary>
    public const string FieldRefused = "huma.field.refused";

    /// <summary>Huma answered that all is well and kept the old value.</summary>
    public const string Ignored = "huma.ignored";

    /// <summary>The profile or the field is locked in Huma.</summary>
    public const string Locked = "huma.locked";

    /// <summary>Huma kept the value when it was to be removed.</summary>
    public const string ClearRefused = "huma.clear.refused";

    /// <summary>This field always has a value in Huma.</summary>
    public const string ClearImpossible = "huma.clear.impossible";

    /// <summary>There is no position, and start date and job title to create one are not both known.</summary>
    public const string PositionMissing = "huma.position.missing";

    /// <summary>Several positions could be meant, or none holds the value (name of the field).</summary>
    public const string PositionUnclear = "huma.position.unclear";

    /// <summary>The position that holds the date would end before it begins. {0} field.</summary>
    public const string PositionOutside = "huma.position.outside";

    /// <summary>A value that is not known is never written.</summary>
    public const string UnknownNotWritten = "huma.unknown.not-written";
}
