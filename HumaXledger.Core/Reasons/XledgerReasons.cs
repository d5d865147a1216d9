namespace HumaXledger.Core.Reasons;

/// <summary>Reasons from Xledger and its client.</summary>
public static class XledgerReasons
{
    /// <summary>{0} host. No connection could be made; nothing was executed.</summary>
    public const string Unreachable = "xledger.unreachable";

    /// <summary>{0} host. The connection broke before the answer was complete.</summary>
    public const string ConnectionLost = "xledger.connectionLost";

    /// <summary>{0} host. No answer within the time-out.</summary>
    public const string Timeout = "xledger.timeout";

    /// <summary>Xledger itself timed out: "Your query timed out."</summary>
    public const string QueryTimeout = "xledger.queryTimeout";

    /// <summary>{0} HTTP status. A server error (5xx).</summary>
    public const string Server = "xledger.server";

    /// <summary>{0} HTTP status. The address is not Xledger's GraphQL address.</summary>
    public const string Endpoint = "xledger.endpoint";

    /// <summary>{0} host. The answer is not JSON but, for instance, an HTML page.</summary>
    public const string NotJson = "xledger.notJson";

    /// <summary>The answer is truncated or is not GraphQL.</summary>
    public const string BrokenAnswer = "xledger.brokenAnswer";

    /// <summary>{0} megabytes. The answer is larger than the client accepts.</summary>
    public const string TooLarge = "xledger.tooLarge";

    /// <summary>The token is unknown, revoked, expired or malformed.</summary>
    public const string TokenRejected = "xledger.token.rejected";

    /// <summary>
    /// The token may not do this. A probe usually finds the cause (<see cref="TokenRejected"/>,
    /// <see cref="RightMissing"/>).
    /// </summary>
    public const string AccessRefused = "xledger.accessRefused";

    /// <summary>{0} group, {1} scope, {2} read or write, named as on Xledger's token page.</summary>
    public const string RightMissing = "xledger.right.missing";

    /// <summary>A write right is missing; Xledger does not state for which scope.</summary>
    public const string WriteRightMissing = "xledger.right.writeMissing";

    /// <summary>
    /// {0} Xledger's own error code. Xledger does not accept a document of the client: its interface has changed.
    /// </summary>
    public const string Document = "xledger.document";

    /// <summary>Repeatedly too many requests in a short time: another client uses the same token.</summary>
    public const string Burst = "xledger.limit.burst";

    /// <summary>Repeatedly too many parallel requests.</summary>
    public const string Concurrency = "xledger.limit.concurrency";

    /// <summary>{0} when they return, ISO 8601 UTC. The token's credits are used up.</summary>
    public const string Credits = "xledger.limit.credits";

    /// <summary>Paging does not advance, or an announced page did not come.</summary>
    public const string Paging = "xledger.paging";

    /// <summary>{0} the place in the answer. A record has no identifying value.</summary>
    public const string RecordUnreadable = "xledger.record.unreadable";

    /// <summary>{0} input path, or empty. Xledger refused the input.</summary>
    public const string Refused = "xledger.refused";

    /// <summary>{0} input path. A referenced value (a country, a gender) does not exist in the entity.</summary>
    public const string ReferenceUnknown = "xledger.reference.unknown";

    /// <summary>The employment ID is taken in the entity.</summary>
    public const string DuplicateCode = "xledger.duplicateCode";

    /// <summary>Xledger's server failed while executing a request.</summary>
    public const string Unhandled = "xledger.unhandled";

    /// <summary>{0} field. The field is never written to Xledger.</summary>
    public const string NotWritable = "xledger.notWritable";

    /// <summary>{0} field. The field cannot be cleared in Xledger.</summary>
    public const string NotClearable = "xledger.notClearable";

    /// <summary>{0} field. Xledger reported success for clearing the field and kept the value.</summary>
    public const string NotCleared = "xledger.notCleared";

    /// <summary>{0} field. Required to add a person to Xledger.</summary>
    public const string Needs = "xledger.needs";

    /// <summary>
    /// {0} code. A supplier with the new employee's number already exists; it was not used, so the employee has no
    /// ledger record yet.
    /// </summary>
    public const string SupplierTaken = "xledger.supplierTaken";
}
